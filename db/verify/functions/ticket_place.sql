-- Verify ticketfirst:functions/ticket_place on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.ticket_place(bigint, bigint, bigint, internal.actor)' AS regprocedure);

ROLLBACK;
