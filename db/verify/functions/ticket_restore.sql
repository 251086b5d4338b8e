-- Verify ticketfirst:functions/ticket_restore on pg
BEGIN;

SELECT cast('api.ticket_restore(bigint,integer)' AS regprocedure);

ROLLBACK;
