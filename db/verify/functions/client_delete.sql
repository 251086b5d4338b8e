-- Verify ticketfirst:functions/client_delete on pg
BEGIN;

SELECT cast('api.client_delete(bigint,integer)' AS regprocedure);

ROLLBACK;
