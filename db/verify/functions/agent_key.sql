-- Verify ticketfirst:functions/agent_key on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.agent_key(bigint)' AS regprocedure);

ROLLBACK;
