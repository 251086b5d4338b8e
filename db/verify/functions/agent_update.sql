-- Verify ticketfirst:functions/agent_update on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.agent_update(bigint,jsonb,integer,bigint,boolean)' AS regprocedure);

ROLLBACK;
