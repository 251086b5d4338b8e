-- Revert ticketfirst:functions/ticket_walk_all from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.ticket_walk_all(text, internal.list_part, integer);

COMMIT;
