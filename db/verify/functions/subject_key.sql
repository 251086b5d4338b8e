-- Verify ticketfirst:functions/subject_key on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.subject_key()' AS regprocedure);

ROLLBACK;
