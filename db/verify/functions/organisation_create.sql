-- Verify ticketfirst:functions/organisation_create on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.organisation_create(text, boolean)' AS regprocedure);

ROLLBACK;
