-- Verify ticketfirst:functions/text_is_email on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.text_is_email(text)' AS regprocedure);

ROLLBACK;
