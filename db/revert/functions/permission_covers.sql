-- Revert ticketfirst:functions/permission_covers from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.permission_covers(desk.permission, internal.actor);

COMMIT;
