-- Verify ticketfirst:functions/token_lock on pg
BEGIN;

SELECT cast('internal.token_lock(bigint,integer,boolean)' AS regprocedure);

ROLLBACK;
