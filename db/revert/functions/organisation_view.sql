-- Revert ticketfirst:functions/organisation_view from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.organisation_view(desk.organisation);

COMMIT;
