-- Revert ticketfirst:functions/journal_guard from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.journal_guard();

COMMIT;
