-- Verify ticketfirst:functions/actor_is_staff on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.actor_is_staff()' AS regprocedure);

ROLLBACK;
