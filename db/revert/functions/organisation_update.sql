-- Revert ticketfirst:functions/organisation_update from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.organisation_update(bigint, jsonb, integer);

COMMIT;
