-- Revert ticketfirst:functions/list_cursor_read from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.list_cursor_read(text, text, text);

COMMIT;
