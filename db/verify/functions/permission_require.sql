-- Verify ticketfirst:functions/permission_require on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.permission_require(internal.actor, text, text)' AS regprocedure);

ROLLBACK;
