-- Revert ticketfirst:functions/service_restore from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.service_restore(bigint, integer);

COMMIT;
