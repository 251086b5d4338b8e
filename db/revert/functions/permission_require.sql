-- Revert ticketfirst:functions/permission_require from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.permission_require(internal.actor, text, text);

COMMIT;
