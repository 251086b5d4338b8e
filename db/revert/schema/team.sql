-- Revert ticketfirst:schema/team from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP TABLE desk.team;

COMMIT;
