-- Verify ticketfirst:functions/agent_view on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.agent_view(desk.agent, internal.actor)' AS regprocedure);

ROLLBACK;
