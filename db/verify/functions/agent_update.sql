-- Verify ticketfirst:functions/agent_update on pg
BEGIN;

SELECT cast('api.agent_update(bigint,jsonb,integer,bigint,boolean)' AS regprocedure);

ROLLBACK;
