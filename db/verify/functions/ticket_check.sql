-- Verify ticketfirst:functions/ticket_check on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.ticket_check()' AS regprocedure);

ROLLBACK;
