-- Verify ticketfirst:functions/service_create on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.service_create(text,text,boolean)' AS regprocedure);

ROLLBACK;
