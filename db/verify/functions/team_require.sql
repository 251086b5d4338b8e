-- Verify ticketfirst:functions/team_require on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.team_require(bigint)' AS regprocedure);

ROLLBACK;
