-- Revert ticketfirst:functions/team_member_check from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.team_member_check();

COMMIT;
