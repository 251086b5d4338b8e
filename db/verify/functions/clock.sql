-- Verify ticketfirst:functions/clock on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.clock()' AS regprocedure);

ROLLBACK;
