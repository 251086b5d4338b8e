-- Verify ticketfirst:functions/agent_create on pg
BEGIN;

SELECT cast('api.agent_create(text,text,text,boolean)' AS regprocedure);

ROLLBACK;
