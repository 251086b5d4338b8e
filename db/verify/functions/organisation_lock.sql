-- Verify ticketfirst:functions/organisation_lock on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.organisation_lock(bigint, integer, internal.actor, text, boolean)' AS regprocedure);

ROLLBACK;
