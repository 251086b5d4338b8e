-- Verify ticketfirst:functions/team_list on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.team_list(text, text, integer, text, boolean)' AS regprocedure);

ROLLBACK;
