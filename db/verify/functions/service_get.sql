-- Verify ticketfirst:functions/service_get on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.service_get(bigint)' AS regprocedure);

ROLLBACK;
