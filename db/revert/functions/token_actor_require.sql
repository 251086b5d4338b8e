-- Revert ticketfirst:functions/token_actor_require from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.token_actor_require(internal.actor, bigint, bigint, bigint);

COMMIT;
