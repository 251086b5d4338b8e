-- Revert ticketfirst:functions/ticket_search from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.ticket_search(text, bigint [], integer, integer);

COMMIT;
