-- Revert ticketfirst:schema/identity from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP TABLE desk.identity;

COMMIT;
