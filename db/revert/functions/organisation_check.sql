-- Revert ticketfirst:functions/organisation_check from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.organisation_check();

COMMIT;
