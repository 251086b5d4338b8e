-- Verify ticketfirst:functions/changes_require on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.changes_require(jsonb,jsonb)' AS regprocedure);

ROLLBACK;
