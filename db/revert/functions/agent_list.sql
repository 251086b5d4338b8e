-- Revert ticketfirst:functions/agent_list from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.agent_list(text, boolean, text, text, integer, text, boolean);

COMMIT;
