-- Verify ticketfirst:functions/isolation_require on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.isolation_require()' AS regprocedure);

ROLLBACK;
