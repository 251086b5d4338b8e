-- Revert ticketfirst:functions/ticket_history from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.ticket_history(bigint, text, integer, text);

COMMIT;
