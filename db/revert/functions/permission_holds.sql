-- Revert ticketfirst:functions/permission_holds from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.permission_holds(internal.actor, text);

COMMIT;
