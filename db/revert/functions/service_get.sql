-- Revert ticketfirst:functions/service_get from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.service_get(bigint);

COMMIT;
