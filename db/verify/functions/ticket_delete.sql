-- Verify ticketfirst:functions/ticket_delete on pg
BEGIN;

SELECT cast('api.ticket_delete(bigint,integer)' AS regprocedure);

ROLLBACK;
