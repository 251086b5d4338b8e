-- Verify ticketfirst:functions/enter on pg
BEGIN;

SELECT cast('api.enter(bytea,text,timestamptz,text,bytea)' AS regprocedure);

ROLLBACK;
