-- Revert ticketfirst:functions/ticket_list from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.ticket_list(bigint, boolean, bigint, text, timestamptz, timestamptz, timestamptz, timestamptz, text, integer, text, boolean, bigint, boolean);

COMMIT;
