-- Revert ticketfirst:functions/organisation_restore from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.organisation_restore(bigint, integer);

COMMIT;
