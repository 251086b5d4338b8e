-- Revert ticketfirst:functions/agent_update from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.agent_update(bigint, jsonb, integer, bigint, boolean);

COMMIT;
