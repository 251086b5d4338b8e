-- Verify ticketfirst:functions/token_create on pg
BEGIN;

SELECT cast('api.token_create(bigint,text,timestamptz)' AS regprocedure);

ROLLBACK;
