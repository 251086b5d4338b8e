-- Verify ticketfirst:functions/team_update on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.team_update(bigint, jsonb, integer)' AS regprocedure);

ROLLBACK;
