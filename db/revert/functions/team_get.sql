-- Revert ticketfirst:functions/team_get from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.team_get(bigint);

COMMIT;
