-- Verify ticketfirst:functions/client_lock on pg
BEGIN;

SELECT cast('internal.client_lock(bigint,integer,boolean)' AS regprocedure);

ROLLBACK;
