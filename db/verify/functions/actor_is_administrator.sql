-- Verify ticketfirst:functions/actor_is_administrator on pg
BEGIN;

SELECT cast('internal.actor_is_administrator()' AS regprocedure);

ROLLBACK;
