-- Revert ticketfirst:functions/row_stamp from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.row_stamp();

COMMIT;
