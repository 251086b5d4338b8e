-- Verify ticketfirst:functions/organisation_delete on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.organisation_delete(bigint, integer)' AS regprocedure);

ROLLBACK;
