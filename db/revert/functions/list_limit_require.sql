-- Revert ticketfirst:functions/list_limit_require from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.list_limit_require(integer, integer);

COMMIT;
