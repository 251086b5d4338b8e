-- Revert ticketfirst:functions/journal_write from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.journal_write();

COMMIT;
