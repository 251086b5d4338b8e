-- Verify ticketfirst:functions/client_create on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.client_create(text,text,boolean)' AS regprocedure);

ROLLBACK;
