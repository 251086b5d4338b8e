-- Revert ticketfirst:functions/token_page from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.token_page(bigint, text, integer, text, boolean, bigint, bigint);

COMMIT;
