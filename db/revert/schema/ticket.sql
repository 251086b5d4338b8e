-- Revert ticketfirst:schema/ticket from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP TABLE desk.ticket;

COMMIT;
