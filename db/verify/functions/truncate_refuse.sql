-- Verify ticketfirst:functions/truncate_refuse on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.truncate_refuse()' AS regprocedure);

ROLLBACK;
