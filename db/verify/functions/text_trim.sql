-- Verify ticketfirst:functions/text_trim on pg
BEGIN;

SELECT cast('internal.text_trim(text)' AS regprocedure);

ROLLBACK;
