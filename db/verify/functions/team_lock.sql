-- Verify ticketfirst:functions/team_lock on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.team_lock(bigint, integer, internal.actor, text, boolean)' AS regprocedure);

ROLLBACK;
