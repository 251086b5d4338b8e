-- Verify ticketfirst:functions/agent_create on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.agent_create(text,text,text,boolean)' AS regprocedure);

ROLLBACK;
