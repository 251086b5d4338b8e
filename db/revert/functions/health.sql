-- Revert ticketfirst:functions/health from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.health();

COMMIT;
