-- Revert ticketfirst:functions/organisation_member_add from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.organisation_member_add(bigint, bigint);

COMMIT;
