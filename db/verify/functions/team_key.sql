-- Verify ticketfirst:functions/team_key on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.team_key(bigint)' AS regprocedure);

ROLLBACK;
