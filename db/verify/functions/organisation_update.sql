-- Verify ticketfirst:functions/organisation_update on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.organisation_update(bigint, jsonb, integer)' AS regprocedure);

ROLLBACK;
