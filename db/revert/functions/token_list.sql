-- Revert ticketfirst:functions/token_list from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.token_list(bigint, text, integer, text, boolean, bigint, bigint);

COMMIT;
