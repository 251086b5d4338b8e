-- Verify ticketfirst:functions/ticket_history_page on pg
BEGIN;

SELECT cast('api.ticket_history_page(bigint,text,integer,text)' AS regprocedure);

ROLLBACK;
