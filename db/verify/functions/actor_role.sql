-- Verify ticketfirst:functions/actor_role on pg
BEGIN;

SELECT cast('internal.actor_role()' AS regprocedure);

ROLLBACK;
