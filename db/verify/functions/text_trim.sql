-- Verify ticketfirst:functions/text_trim on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.text_trim(text)' AS regprocedure);

ROLLBACK;
