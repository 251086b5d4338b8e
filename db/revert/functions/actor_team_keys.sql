-- Revert ticketfirst:functions/actor_team_keys from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.actor_team_keys();

COMMIT;
