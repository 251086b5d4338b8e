-- Verify ticketfirst:functions/text_is_line on pg
BEGIN;

SELECT cast('internal.text_is_line(text)' AS regprocedure);

ROLLBACK;
