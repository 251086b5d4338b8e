-- Verify ticketfirst:functions/ticket_conceal on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.ticket_conceal(bigint, integer)' AS regprocedure);

ROLLBACK;
