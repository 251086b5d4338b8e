-- Revert ticketfirst:functions/service_update from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.service_update(bigint, jsonb, integer);

COMMIT;
