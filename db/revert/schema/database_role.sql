-- Revert ticketfirst:schema/database_role from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP TABLE desk.database_role;

COMMIT;
