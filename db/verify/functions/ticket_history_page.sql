-- Verify ticketfirst:functions/ticket_history_page on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.ticket_history_page(bigint,text,integer,text)' AS regprocedure);

ROLLBACK;
