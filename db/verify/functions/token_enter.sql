-- Verify ticketfirst:functions/token_enter on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.token_enter(bytea)' AS regprocedure);

ROLLBACK;
