-- Revert ticketfirst:functions/ticket_look from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.ticket_look(tsquery, boolean, bigint [], text, internal.list_part, integer);

COMMIT;
