-- Revert ticketfirst:functions/text_is_email from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.text_is_email(text);

COMMIT;
