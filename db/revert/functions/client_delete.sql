-- Revert ticketfirst:functions/client_delete from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.client_delete(bigint, integer);

COMMIT;
