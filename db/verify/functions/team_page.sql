-- Verify ticketfirst:functions/team_page on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.team_page(text, text, integer, text, boolean)' AS regprocedure);

ROLLBACK;
