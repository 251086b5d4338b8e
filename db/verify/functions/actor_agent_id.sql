-- Verify ticketfirst:functions/actor_agent_id on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.actor_agent_id()' AS regprocedure);

ROLLBACK;
