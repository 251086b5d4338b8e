-- Revert ticketfirst:functions/team_restore from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.team_restore(bigint, integer);

COMMIT;
