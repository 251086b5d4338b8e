-- Revert ticketfirst:functions/team_member_add from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.team_member_add(bigint, bigint);

COMMIT;
