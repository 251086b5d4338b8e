-- Revert ticketfirst:functions/team_member_remove from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.team_member_remove(bigint, bigint);

COMMIT;
