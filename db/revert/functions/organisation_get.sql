-- Revert ticketfirst:functions/organisation_get from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.organisation_get(bigint);

COMMIT;
