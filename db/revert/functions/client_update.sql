-- Revert ticketfirst:functions/client_update from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.client_update(bigint, jsonb, integer);

COMMIT;
