-- Verify ticketfirst:functions/agent_get on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.agent_get(bigint)' AS regprocedure);

ROLLBACK;
