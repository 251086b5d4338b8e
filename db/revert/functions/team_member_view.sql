-- Revert ticketfirst:functions/team_member_view from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.team_member_view(desk.team_member);

COMMIT;
