-- Revert ticketfirst:functions/rule_get from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.rule_get(text);

COMMIT;
