-- Verify ticketfirst:functions/team_restore on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.team_restore(bigint, integer)' AS regprocedure);

ROLLBACK;
