-- Revert ticketfirst:functions/client_restore from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.client_restore(bigint, integer);

COMMIT;
