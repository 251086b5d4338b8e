-- Revert ticketfirst:schema/permission from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP TABLE desk.permission;

COMMIT;
