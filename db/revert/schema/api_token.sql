-- Revert ticketfirst:schema/api_token from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP TABLE desk.api_token;

COMMIT;
