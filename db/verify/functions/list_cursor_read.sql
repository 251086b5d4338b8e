-- Verify ticketfirst:functions/list_cursor_read on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.list_cursor_read(text,text,text)' AS regprocedure);

ROLLBACK;
