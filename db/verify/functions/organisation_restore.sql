-- Verify ticketfirst:functions/organisation_restore on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.organisation_restore(bigint, integer)' AS regprocedure);

ROLLBACK;
