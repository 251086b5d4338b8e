-- Verify ticketfirst:functions/journal_guard on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.journal_guard()' AS regprocedure);

ROLLBACK;
