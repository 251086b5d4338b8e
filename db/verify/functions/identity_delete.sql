-- Verify ticketfirst:functions/identity_delete on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.identity_delete(bigint)' AS regprocedure);

ROLLBACK;
