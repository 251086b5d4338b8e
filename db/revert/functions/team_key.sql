-- Revert ticketfirst:functions/team_key from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.team_key(bigint);

COMMIT;
