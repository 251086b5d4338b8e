-- Revert ticketfirst:functions/identity_page from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.identity_page(text, bigint, bigint, bigint, integer, text);

COMMIT;
