-- Revert ticketfirst:functions/organisation_delete from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.organisation_delete(bigint, integer);

COMMIT;
