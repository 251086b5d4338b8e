-- Verify ticketfirst:functions/service_page on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.service_page(text,boolean,text,text,integer,text,boolean)' AS regprocedure);

ROLLBACK;
