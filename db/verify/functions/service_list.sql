-- Verify ticketfirst:functions/service_list on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.service_list(text,boolean,text,text,integer,text,boolean)' AS regprocedure);

ROLLBACK;
