-- Verify ticketfirst:functions/act_for on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.act_for(bigint, bigint)' AS regprocedure);

ROLLBACK;
