-- Verify ticketfirst:functions/ticket_lock on pg
BEGIN;

SELECT cast('internal.ticket_lock(bigint,integer,boolean)' AS regprocedure);

ROLLBACK;
