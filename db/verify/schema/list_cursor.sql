-- Verify ticketfirst:schema/list_cursor on pg
BEGIN;

SELECT cast('internal.list_cursor' AS regtype);

ROLLBACK;
