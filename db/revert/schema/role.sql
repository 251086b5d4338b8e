-- Revert ticketfirst:schema/role from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP TABLE desk.role;

COMMIT;
