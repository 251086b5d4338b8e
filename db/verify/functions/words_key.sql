-- Verify ticketfirst:functions/words_key on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.words_key()' AS regprocedure);

ROLLBACK;
