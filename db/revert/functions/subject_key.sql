-- Revert ticketfirst:functions/subject_key from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.subject_key();

COMMIT;
