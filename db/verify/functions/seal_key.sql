-- Verify ticketfirst:functions/seal_key on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.seal_key()' AS regprocedure);

ROLLBACK;
