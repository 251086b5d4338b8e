-- Verify ticketfirst:functions/list_cursor_write on pg
BEGIN;

SELECT cast('internal.list_cursor_write(text,bigint,text)' AS regprocedure);

ROLLBACK;
