-- Revert ticketfirst:functions/client_conceal from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.client_conceal(bigint, integer);

COMMIT;
