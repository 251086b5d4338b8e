-- Verify ticketfirst:functions/team_member_list on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.team_member_list(bigint, integer, text)' AS regprocedure);

ROLLBACK;
