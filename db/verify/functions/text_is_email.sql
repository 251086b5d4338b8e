-- Verify ticketfirst:functions/text_is_email on pg
BEGIN;

SELECT cast('internal.text_is_email(text)' AS regprocedure);

ROLLBACK;
