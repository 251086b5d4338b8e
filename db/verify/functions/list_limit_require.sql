-- Verify ticketfirst:functions/list_limit_require on pg
BEGIN;

SELECT cast('internal.list_limit_require(integer,integer)' AS regprocedure);

ROLLBACK;
