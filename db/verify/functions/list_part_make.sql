-- Verify ticketfirst:functions/list_part_make on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.list_part_make(text,internal.list_cursor,timestamptz,timestamptz)' AS regprocedure);

ROLLBACK;
