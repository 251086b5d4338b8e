-- Revert ticketfirst:functions/ticket_history_page from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.ticket_history_page(bigint, text, integer, text);

COMMIT;
