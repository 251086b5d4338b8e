-- Verify ticketfirst:functions/service_update on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.service_update(bigint,jsonb,integer)' AS regprocedure);

ROLLBACK;
