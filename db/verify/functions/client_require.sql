-- Verify ticketfirst:functions/client_require on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.client_require(bigint)' AS regprocedure);

ROLLBACK;
