-- Revert ticketfirst:schema/rule from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP TABLE desk.rule;

COMMIT;
