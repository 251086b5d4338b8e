-- Revert ticketfirst:functions/organisation_member_page from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.organisation_member_page(bigint, integer, text);

COMMIT;
