-- Verify ticketfirst:functions/ticket_history on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.ticket_history(bigint,text,integer,text)' AS regprocedure);

ROLLBACK;
