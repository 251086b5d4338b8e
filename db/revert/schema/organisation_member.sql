-- Revert ticketfirst:schema/organisation_member from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP TABLE desk.organisation_member;

COMMIT;
