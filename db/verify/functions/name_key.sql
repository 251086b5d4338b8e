-- Verify ticketfirst:functions/name_key on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.name_key()' AS regprocedure);

ROLLBACK;
