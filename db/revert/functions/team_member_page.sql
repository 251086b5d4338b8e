-- Revert ticketfirst:functions/team_member_page from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.team_member_page(bigint, integer, text);

COMMIT;
