-- Verify ticketfirst:functions/row_stamp on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.row_stamp()' AS regprocedure);

ROLLBACK;
