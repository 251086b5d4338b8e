-- Verify ticketfirst:functions/client_restore on pg
BEGIN;

SELECT cast('api.client_restore(bigint,integer)' AS regprocedure);

ROLLBACK;
