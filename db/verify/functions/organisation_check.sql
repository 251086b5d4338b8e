-- Verify ticketfirst:functions/organisation_check on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.organisation_check()' AS regprocedure);

ROLLBACK;
