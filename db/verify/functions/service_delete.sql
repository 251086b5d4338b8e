-- Verify ticketfirst:functions/service_delete on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.service_delete(bigint,integer)' AS regprocedure);

ROLLBACK;
