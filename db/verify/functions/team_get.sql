-- Verify ticketfirst:functions/team_get on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.team_get(bigint)' AS regprocedure);

ROLLBACK;
