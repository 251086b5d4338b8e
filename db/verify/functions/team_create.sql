-- Verify ticketfirst:functions/team_create on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.team_create(text)' AS regprocedure);

ROLLBACK;
