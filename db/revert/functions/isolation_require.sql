-- Revert ticketfirst:functions/isolation_require from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.isolation_require();

COMMIT;
