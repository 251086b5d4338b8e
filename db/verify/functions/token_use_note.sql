-- Verify ticketfirst:functions/token_use_note on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.token_use_note(bigint)' AS regprocedure);

ROLLBACK;
