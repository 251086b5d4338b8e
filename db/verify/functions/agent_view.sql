-- Verify ticketfirst:functions/agent_view on pg
BEGIN;

SELECT cast('internal.agent_view(desk.agent)' AS regprocedure);

ROLLBACK;
