-- Revert ticketfirst:schema/actor from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP TYPE internal.actor;

COMMIT;
