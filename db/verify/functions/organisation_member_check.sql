-- Verify ticketfirst:functions/organisation_member_check on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.organisation_member_check()' AS regprocedure);

ROLLBACK;
