-- Verify ticketfirst:functions/client_get on pg
BEGIN;

SELECT cast('api.client_get(bigint)' AS regprocedure);

ROLLBACK;
