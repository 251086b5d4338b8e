-- Verify ticketfirst:functions/agent_key on pg
BEGIN;

SELECT cast('internal.agent_key(bigint)' AS regprocedure);

ROLLBACK;
