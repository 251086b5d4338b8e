-- Revert ticketfirst:functions/organisation_member_check from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.organisation_member_check();

COMMIT;
