-- Verify ticketfirst:functions/team_delete on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.team_delete(bigint, integer, bigint)' AS regprocedure);

ROLLBACK;
