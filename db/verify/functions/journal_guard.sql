-- Verify ticketfirst:functions/journal_guard on pg
BEGIN;

SELECT cast('internal.journal_guard()' AS regprocedure);

ROLLBACK;
