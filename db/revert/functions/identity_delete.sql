-- Revert ticketfirst:functions/identity_delete from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.identity_delete(bigint);

COMMIT;
