-- Verify ticketfirst:functions/actor_act_for on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.actor_act_for(internal.actor, bigint, bigint)' AS regprocedure);

ROLLBACK;
