-- Verify ticketfirst:functions/journal_write on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.journal_write()' AS regprocedure);

ROLLBACK;
