-- Revert ticketfirst:functions/agent_view from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.agent_view(desk.agent, internal.actor);

COMMIT;
