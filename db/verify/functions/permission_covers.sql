-- Verify ticketfirst:functions/permission_covers on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.permission_covers(desk.permission, internal.actor)' AS regprocedure);

ROLLBACK;
