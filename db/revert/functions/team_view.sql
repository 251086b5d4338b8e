-- Revert ticketfirst:functions/team_view from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.team_view(desk.team);

COMMIT;
