-- Revert ticketfirst:functions/team_check from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.team_check();

COMMIT;
