-- Revert ticketfirst:functions/service_role_require from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.service_role_require(text);

COMMIT;
