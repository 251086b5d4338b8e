-- Verify ticketfirst:functions/agent_list on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.agent_list(text,boolean,text,text,integer,text,boolean)' AS regprocedure);

ROLLBACK;
