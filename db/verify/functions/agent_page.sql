-- Verify ticketfirst:functions/agent_page on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.agent_page(text,boolean,text,text,integer,text,boolean)' AS regprocedure);

ROLLBACK;
