-- Verify ticketfirst:functions/client_update on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.client_update(bigint,jsonb,integer)' AS regprocedure);

ROLLBACK;
