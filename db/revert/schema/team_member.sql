-- Revert ticketfirst:schema/team_member from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP TABLE desk.team_member;

COMMIT;
