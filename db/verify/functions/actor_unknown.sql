-- Verify ticketfirst:functions/actor_unknown on pg
BEGIN;

SELECT cast('internal.actor_unknown()' AS regprocedure);

ROLLBACK;
