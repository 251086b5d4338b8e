-- Verify ticketfirst:functions/actor_team_keys on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.actor_team_keys()' AS regprocedure);

ROLLBACK;
