-- Verify ticketfirst:functions/journal_write on pg
BEGIN;

SELECT cast('internal.journal_write()' AS regprocedure);

ROLLBACK;
