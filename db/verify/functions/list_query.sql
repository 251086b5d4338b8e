-- Verify ticketfirst:functions/list_query on pg
BEGIN;

SELECT cast('internal.list_query(text,text [],text [],text,text,text,text,internal.list_cursor,integer)' AS regprocedure);

ROLLBACK;
