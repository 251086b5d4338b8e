-- Verify ticketfirst:functions/actor_unknown on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.actor_unknown()' AS regprocedure);

ROLLBACK;
