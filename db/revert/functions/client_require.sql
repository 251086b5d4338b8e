-- Revert ticketfirst:functions/client_require from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.client_require(bigint);

COMMIT;
