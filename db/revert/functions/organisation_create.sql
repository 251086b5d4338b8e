-- Revert ticketfirst:functions/organisation_create from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.organisation_create(text, boolean);

COMMIT;
