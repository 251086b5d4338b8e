-- Verify ticketfirst:functions/organisation_view on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.organisation_view(desk.organisation)' AS regprocedure);

ROLLBACK;
