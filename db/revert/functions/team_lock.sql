-- Revert ticketfirst:functions/team_lock from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.team_lock(bigint, integer, internal.actor, text, boolean);

COMMIT;
