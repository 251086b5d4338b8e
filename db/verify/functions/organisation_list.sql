-- Verify ticketfirst:functions/organisation_list on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.organisation_list(text, text, integer, text, boolean)' AS regprocedure);

ROLLBACK;
