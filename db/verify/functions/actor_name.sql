-- Verify ticketfirst:functions/actor_name on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.actor_name(internal.actor)' AS regprocedure);

ROLLBACK;
