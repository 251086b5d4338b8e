-- Verify ticketfirst:functions/ticket_history on pg
BEGIN;

SELECT cast('api.ticket_history(bigint,text,integer,text)' AS regprocedure);

ROLLBACK;
