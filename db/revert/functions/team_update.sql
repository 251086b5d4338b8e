-- Revert ticketfirst:functions/team_update from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.team_update(bigint, jsonb, integer);

COMMIT;
