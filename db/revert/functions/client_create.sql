-- Revert ticketfirst:functions/client_create from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.client_create(text, text, boolean);

COMMIT;
