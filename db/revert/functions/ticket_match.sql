-- Revert ticketfirst:functions/ticket_match from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.ticket_match(text, bigint [], text, internal.list_part, integer);

COMMIT;
