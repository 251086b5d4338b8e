-- Revert ticketfirst:functions/ticket_delete from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.ticket_delete(bigint, integer);

COMMIT;
