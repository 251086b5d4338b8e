-- Verify ticketfirst:functions/token_list on pg
BEGIN;

SELECT cast('api.token_list(bigint,text,integer,text,boolean)' AS regprocedure);

ROLLBACK;
