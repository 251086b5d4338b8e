-- Revert ticketfirst:functions/service_list from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.service_list(text, boolean, text, text, integer, text, boolean);

COMMIT;
