-- Verify ticketfirst:functions/client_page on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.client_page(text,boolean,text,text,integer,text,boolean)' AS regprocedure);

ROLLBACK;
