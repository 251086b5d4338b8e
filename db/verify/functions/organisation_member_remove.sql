-- Verify ticketfirst:functions/organisation_member_remove on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.organisation_member_remove(bigint, bigint)' AS regprocedure);

ROLLBACK;
