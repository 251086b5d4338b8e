-- Verify ticketfirst:functions/organisation_get on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.organisation_get(bigint)' AS regprocedure);

ROLLBACK;
