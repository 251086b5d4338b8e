-- Revert ticketfirst:functions/team_member_list from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.team_member_list(bigint, integer, text);

COMMIT;
