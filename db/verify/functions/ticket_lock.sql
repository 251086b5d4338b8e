-- Verify ticketfirst:functions/ticket_lock on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.ticket_lock(bigint, integer, internal.actor, text, boolean)' AS regprocedure);

ROLLBACK;
