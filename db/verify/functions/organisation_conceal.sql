-- Verify ticketfirst:functions/organisation_conceal on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.organisation_conceal(bigint, integer)' AS regprocedure);

ROLLBACK;
