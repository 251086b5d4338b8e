-- Verify ticketfirst:functions/token_lock on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.token_lock(bigint, integer, internal.actor, text, boolean)' AS regprocedure);

ROLLBACK;
