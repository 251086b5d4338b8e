-- Revert ticketfirst:functions/text_trim from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.text_trim(text);

COMMIT;
