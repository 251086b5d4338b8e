-- Verify ticketfirst:functions/team_member_remove on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.team_member_remove(bigint, bigint)' AS regprocedure);

ROLLBACK;
