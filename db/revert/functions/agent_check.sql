-- Revert ticketfirst:functions/agent_check from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.agent_check();

COMMIT;
