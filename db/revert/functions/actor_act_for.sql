-- Revert ticketfirst:functions/actor_act_for from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.actor_act_for(internal.actor, bigint, bigint);

COMMIT;
