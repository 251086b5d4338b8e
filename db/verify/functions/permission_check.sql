-- Verify ticketfirst:functions/permission_check on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.permission_check()' AS regprocedure);

ROLLBACK;
