-- Revert ticketfirst:schema/list_cursor from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP TYPE internal.list_cursor;

COMMIT;
