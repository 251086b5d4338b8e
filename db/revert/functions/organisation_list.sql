-- Revert ticketfirst:functions/organisation_list from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.organisation_list(text, text, integer, text, boolean);

COMMIT;
