-- Verify ticketfirst:schema/list_part on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.list_part' AS regtype);

ROLLBACK;
