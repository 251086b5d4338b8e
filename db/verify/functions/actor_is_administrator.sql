-- Verify ticketfirst:functions/actor_is_administrator on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.actor_is_administrator()' AS regprocedure);

ROLLBACK;
