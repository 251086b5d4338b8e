-- Verify ticketfirst:functions/truncate_refuse on pg
BEGIN;

SELECT cast('internal.truncate_refuse()' AS regprocedure);

ROLLBACK;
