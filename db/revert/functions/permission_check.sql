-- Revert ticketfirst:functions/permission_check from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.permission_check();

COMMIT;
