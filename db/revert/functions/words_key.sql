-- Revert ticketfirst:functions/words_key from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.words_key();

COMMIT;
