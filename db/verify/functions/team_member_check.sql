-- Verify ticketfirst:functions/team_member_check on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.team_member_check()' AS regprocedure);

ROLLBACK;
