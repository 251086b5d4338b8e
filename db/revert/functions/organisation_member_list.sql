-- Revert ticketfirst:functions/organisation_member_list from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.organisation_member_list(bigint, integer, text);

COMMIT;
