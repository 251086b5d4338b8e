-- Revert ticketfirst:schema/event from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP TABLE desk.event;

COMMIT;
