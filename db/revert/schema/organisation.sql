-- Revert ticketfirst:schema/organisation from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP TABLE desk.organisation;

COMMIT;
