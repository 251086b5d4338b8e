-- Revert ticketfirst:functions/organisation_page from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.organisation_page(text, text, integer, text, boolean);

COMMIT;
