-- Verify ticketfirst:functions/organisation_member_page on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.organisation_member_page(bigint, integer, text)' AS regprocedure);

ROLLBACK;
