-- Revert ticketfirst:schema/list_part from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP TYPE internal.list_part;

COMMIT;
