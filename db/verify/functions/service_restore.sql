-- Verify ticketfirst:functions/service_restore on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.service_restore(bigint,integer)' AS regprocedure);

ROLLBACK;
