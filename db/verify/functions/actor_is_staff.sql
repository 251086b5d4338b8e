-- Verify ticketfirst:functions/actor_is_staff on pg
BEGIN;

SELECT cast('internal.actor_is_staff()' AS regprocedure);

ROLLBACK;
