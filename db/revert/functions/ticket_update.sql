-- Revert ticketfirst:functions/ticket_update from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.ticket_update(bigint, jsonb, integer);

COMMIT;
