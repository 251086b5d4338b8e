-- Revert ticketfirst:functions/service_page from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.service_page(text, boolean, text, text, integer, text, boolean);

COMMIT;
