-- Verify ticketfirst:functions/text_is_line on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.text_is_line(text)' AS regprocedure);

ROLLBACK;
