-- Verify ticketfirst:functions/list_cursor_write on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.list_cursor_write(text,bigint,text)' AS regprocedure);

ROLLBACK;
