-- Revert ticketfirst:functions/token_create from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.token_create(bigint, text, timestamptz, bigint, bigint, text []);

COMMIT;
