-- Verify ticketfirst:functions/permission_holds on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.permission_holds(internal.actor, text)' AS regprocedure);

ROLLBACK;
