-- Revert ticketfirst:functions/ticket_place from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.ticket_place(bigint, bigint, bigint, internal.actor);

COMMIT;
