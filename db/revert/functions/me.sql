-- Revert ticketfirst:functions/me from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.me();

COMMIT;
