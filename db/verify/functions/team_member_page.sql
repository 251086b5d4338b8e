-- Verify ticketfirst:functions/team_member_page on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.team_member_page(bigint, integer, text)' AS regprocedure);

ROLLBACK;
