-- Verify ticketfirst:functions/actor_agent_id on pg
BEGIN;

SELECT cast('internal.actor_agent_id()' AS regprocedure);

ROLLBACK;
