-- Verify ticketfirst:functions/clock on pg
BEGIN;

SELECT cast('internal.clock()' AS regprocedure);

ROLLBACK;
