-- Revert ticketfirst:functions/ticket_walk_ids from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.ticket_walk_ids(bigint [], text, internal.list_part, integer);

COMMIT;
