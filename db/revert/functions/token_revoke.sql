-- Revert ticketfirst:functions/token_revoke from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.token_revoke(bigint, integer);

COMMIT;
