-- Verify ticketfirst:functions/client_restore on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.client_restore(bigint,integer)' AS regprocedure);

ROLLBACK;
