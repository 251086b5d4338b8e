-- Verify ticketfirst:functions/list_limit_require on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.list_limit_require(integer,integer)' AS regprocedure);

ROLLBACK;
