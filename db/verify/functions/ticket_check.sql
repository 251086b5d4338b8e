-- Verify ticketfirst:functions/ticket_check on pg
BEGIN;

SELECT cast('internal.ticket_check()' AS regprocedure);

ROLLBACK;
