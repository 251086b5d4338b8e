-- Verify ticketfirst:functions/team_member_add on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.team_member_add(bigint, bigint)' AS regprocedure);

ROLLBACK;
