-- Revert ticketfirst:functions/organisation_member_remove from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.organisation_member_remove(bigint, bigint);

COMMIT;
