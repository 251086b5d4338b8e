-- Revert ticketfirst:functions/agent_delete from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.agent_delete(bigint, integer, bigint);

COMMIT;
