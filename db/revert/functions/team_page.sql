-- Revert ticketfirst:functions/team_page from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.team_page(text, text, integer, text, boolean);

COMMIT;
