-- Revert ticketfirst:functions/list_query from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.list_query(text, text [], text [], text, text, text, text, internal.list_cursor, integer);

COMMIT;
