-- Verify ticketfirst:functions/token_actor_require on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.token_actor_require(internal.actor, bigint, bigint, bigint)' AS regprocedure);

ROLLBACK;
