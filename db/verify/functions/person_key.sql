-- Verify ticketfirst:functions/person_key on pg
BEGIN;

SELECT cast('internal.person_key()' AS regprocedure);

ROLLBACK;
