-- Revert ticketfirst:functions/teams_lock from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.teams_lock(bigint, bigint);

COMMIT;
