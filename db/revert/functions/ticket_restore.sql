-- Revert ticketfirst:functions/ticket_restore from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.ticket_restore(bigint, integer);

COMMIT;
