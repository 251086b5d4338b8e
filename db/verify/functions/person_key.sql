-- Verify ticketfirst:functions/person_key on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.person_key()' AS regprocedure);

ROLLBACK;
