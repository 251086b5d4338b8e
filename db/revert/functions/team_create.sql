-- Revert ticketfirst:functions/team_create from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.team_create(text);

COMMIT;
