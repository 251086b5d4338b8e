-- Verify ticketfirst:functions/team_member_view on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.team_member_view(desk.team_member)' AS regprocedure);

ROLLBACK;
