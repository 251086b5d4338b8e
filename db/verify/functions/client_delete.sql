-- Verify ticketfirst:functions/client_delete on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.client_delete(bigint,integer)' AS regprocedure);

ROLLBACK;
