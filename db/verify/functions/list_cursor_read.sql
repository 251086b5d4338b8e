-- Verify ticketfirst:functions/list_cursor_read on pg
BEGIN;

SELECT cast('internal.list_cursor_read(text,text,text)' AS regprocedure);

ROLLBACK;
