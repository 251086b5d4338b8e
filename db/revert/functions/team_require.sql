-- Revert ticketfirst:functions/team_require from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.team_require(bigint);

COMMIT;
