-- Verify ticketfirst:functions/agent_get on pg
BEGIN;

SELECT cast('api.agent_get(bigint)' AS regprocedure);

ROLLBACK;
