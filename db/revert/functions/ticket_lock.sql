-- Revert ticketfirst:functions/ticket_lock from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.ticket_lock(bigint, integer, internal.actor, text, boolean);

COMMIT;
