-- Verify ticketfirst:functions/assertion_key_set on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.assertion_key_set(bytea)' AS regprocedure);

ROLLBACK;
