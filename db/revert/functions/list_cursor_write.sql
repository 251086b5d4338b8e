-- Revert ticketfirst:functions/list_cursor_write from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.list_cursor_write(text, bigint, text);

COMMIT;
