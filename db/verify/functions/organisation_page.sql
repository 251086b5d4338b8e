-- Verify ticketfirst:functions/organisation_page on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.organisation_page(text, text, integer, text, boolean)' AS regprocedure);

ROLLBACK;
