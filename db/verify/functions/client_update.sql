-- Verify ticketfirst:functions/client_update on pg
BEGIN;

SELECT cast('api.client_update(bigint,jsonb,integer)' AS regprocedure);

ROLLBACK;
