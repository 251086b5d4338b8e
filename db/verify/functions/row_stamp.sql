-- Verify ticketfirst:functions/row_stamp on pg
BEGIN;

SELECT cast('internal.row_stamp()' AS regprocedure);

ROLLBACK;
