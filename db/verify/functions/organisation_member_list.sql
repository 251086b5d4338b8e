-- Verify ticketfirst:functions/organisation_member_list on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.organisation_member_list(bigint, integer, text)' AS regprocedure);

ROLLBACK;
