-- Verify ticketfirst:functions/service_role_require on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.service_role_require(text)' AS regprocedure);

ROLLBACK;
