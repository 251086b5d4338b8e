-- Verify ticketfirst:functions/actor_make on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.actor_make(bigint, bigint, bigint)' AS regprocedure);

ROLLBACK;
