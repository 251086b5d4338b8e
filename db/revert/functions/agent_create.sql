-- Revert ticketfirst:functions/agent_create from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.agent_create(text, text, text, boolean);

COMMIT;
