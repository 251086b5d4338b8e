-- Revert ticketfirst:functions/agent_get from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.agent_get(bigint);

COMMIT;
