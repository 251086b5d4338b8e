-- Verify ticketfirst:functions/client_list on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.client_list(text,boolean,text,text,integer,text,boolean)' AS regprocedure);

ROLLBACK;
