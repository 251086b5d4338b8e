-- Verify ticketfirst:functions/agent_lock on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.agent_lock(bigint, integer, internal.actor, text, boolean)' AS regprocedure);

ROLLBACK;
