-- Verify ticketfirst:functions/organisation_member_add on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.organisation_member_add(bigint, bigint)' AS regprocedure);

ROLLBACK;
