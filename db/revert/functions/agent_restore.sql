-- Revert ticketfirst:functions/agent_restore from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.agent_restore(bigint, integer);

COMMIT;
