-- Revert ticketfirst:functions/act_for from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION api.act_for(bigint, bigint);

COMMIT;
