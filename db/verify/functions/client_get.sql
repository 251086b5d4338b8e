-- Verify ticketfirst:functions/client_get on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.client_get(bigint)' AS regprocedure);

ROLLBACK;
