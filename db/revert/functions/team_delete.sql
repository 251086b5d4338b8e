-- Revert ticketfirst:functions/team_delete from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.team_delete(bigint, integer, bigint);

COMMIT;
