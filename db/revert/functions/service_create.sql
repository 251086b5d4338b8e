-- Revert ticketfirst:functions/service_create from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.service_create(text, text, boolean);

COMMIT;
