-- Verify ticketfirst:schema/list_cursor on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.list_cursor' AS regtype);

ROLLBACK;
