-- Verify ticketfirst:functions/ticket_get on pg
BEGIN;

SELECT cast('api.ticket_get(bigint)' AS regprocedure);

ROLLBACK;
