-- Verify ticketfirst:functions/team_view on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.team_view(desk.team)' AS regprocedure);

ROLLBACK;
