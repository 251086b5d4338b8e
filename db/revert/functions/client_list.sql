-- Revert ticketfirst:functions/client_list from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.client_list(text, boolean, text, text, integer, text, boolean);

COMMIT;
