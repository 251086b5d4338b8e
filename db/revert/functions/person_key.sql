-- Revert ticketfirst:functions/person_key from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.person_key();

COMMIT;
