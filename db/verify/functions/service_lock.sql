-- Verify ticketfirst:functions/service_lock on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.service_lock(bigint, integer, internal.actor, text, boolean)' AS regprocedure);

ROLLBACK;
