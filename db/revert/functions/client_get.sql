-- Revert ticketfirst:functions/client_get from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.client_get(bigint);

COMMIT;
