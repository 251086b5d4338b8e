-- Revert ticketfirst:functions/identity_create from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.identity_create(text, text, bigint, bigint, bigint);

COMMIT;
