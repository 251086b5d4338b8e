-- Verify ticketfirst:functions/team_check on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.team_check()' AS regprocedure);

ROLLBACK;
