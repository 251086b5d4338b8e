-- Revert ticketfirst:functions/client_page from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.client_page(text, boolean, text, text, integer, text, boolean);

COMMIT;
