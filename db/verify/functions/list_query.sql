-- Verify ticketfirst:functions/list_query on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.list_query(text,text [],text [],text,text,text,text,internal.list_cursor,integer)' AS regprocedure);

ROLLBACK;
