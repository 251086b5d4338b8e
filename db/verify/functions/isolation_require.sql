-- Verify ticketfirst:functions/isolation_require on pg
BEGIN;

SELECT cast('internal.isolation_require()' AS regprocedure);

ROLLBACK;
