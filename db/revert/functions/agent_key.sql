-- Revert ticketfirst:functions/agent_key from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.agent_key(bigint);

COMMIT;
