-- Verify ticketfirst:functions/seal on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.seal(text)' AS regprocedure);

ROLLBACK;
