-- Verify ticketfirst:functions/teams_lock on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.teams_lock(bigint, bigint)' AS regprocedure);

ROLLBACK;
