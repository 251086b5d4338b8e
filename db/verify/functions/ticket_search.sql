-- Verify ticketfirst:functions/ticket_search on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.ticket_search(text,bigint[],integer,integer)' AS regprocedure);

ROLLBACK;
