-- Revert ticketfirst:functions/actor from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.actor();

COMMIT;
