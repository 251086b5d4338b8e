-- Verify ticketfirst:functions/agent_list on pg
BEGIN;

SELECT cast('api.agent_list(text,boolean,text,text,integer,text,boolean)' AS regprocedure);

ROLLBACK;
