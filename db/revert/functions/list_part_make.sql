-- Revert ticketfirst:functions/list_part_make from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.list_part_make(text, internal.list_cursor, timestamptz, timestamptz);

COMMIT;
