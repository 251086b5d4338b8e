-- Revert ticketfirst:functions/ticket_page from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.ticket_page(bigint, boolean, bigint, text, timestamptz, timestamptz, timestamptz, timestamptz, text, integer, text, boolean, bigint, boolean);

COMMIT;
