-- Verify ticketfirst:functions/client_create on pg
BEGIN;

SELECT cast('api.client_create(text,text,boolean)' AS regprocedure);

ROLLBACK;
