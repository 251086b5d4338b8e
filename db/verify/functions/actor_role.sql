-- Verify ticketfirst:functions/actor_role on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.actor_role()' AS regprocedure);

ROLLBACK;
