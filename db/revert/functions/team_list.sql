-- Revert ticketfirst:functions/team_list from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.team_list(text, text, integer, text, boolean);

COMMIT;
