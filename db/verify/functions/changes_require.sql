-- Verify ticketfirst:functions/changes_require on pg
BEGIN;

SELECT cast('internal.changes_require(jsonb,jsonb)' AS regprocedure);

ROLLBACK;
