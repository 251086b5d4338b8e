-- Revert ticketfirst:functions/identity_list from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.identity_list(text, bigint, bigint, bigint, integer, text);

COMMIT;
