-- Revert ticketfirst:functions/agent_page from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.agent_page(text, boolean, text, text, integer, text, boolean);

COMMIT;
