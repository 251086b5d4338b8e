-- Revert ticketfirst:functions/service_delete from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.service_delete(bigint, integer);

COMMIT;
