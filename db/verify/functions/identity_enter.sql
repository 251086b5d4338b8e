-- Verify ticketfirst:functions/identity_enter on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.identity_enter(bytea)' AS regprocedure);

ROLLBACK;
