-- Revert ticketfirst:functions/rule_list from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.rule_list();

COMMIT;
