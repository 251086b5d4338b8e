-- Revert ticketfirst:functions/ticket_create from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.ticket_create(text, bigint, text, bigint, bigint);

COMMIT;
