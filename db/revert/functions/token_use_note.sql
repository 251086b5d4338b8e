-- Revert ticketfirst:functions/token_use_note from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.token_use_note(bigint);

COMMIT;
