-- Verify ticketfirst:functions/client_lock on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.client_lock(bigint, integer, internal.actor, text, boolean)' AS regprocedure);

ROLLBACK;
