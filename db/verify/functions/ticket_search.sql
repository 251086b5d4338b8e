-- Verify ticketfirst:functions/ticket_search on pg
BEGIN;

SELECT cast('internal.ticket_search(text)' AS regprocedure);

ROLLBACK;
