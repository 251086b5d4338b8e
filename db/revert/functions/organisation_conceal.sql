-- Revert ticketfirst:functions/organisation_conceal from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.organisation_conceal(bigint, integer);

COMMIT;
