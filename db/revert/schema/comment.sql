-- Revert ticketfirst:schema/comment from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP TABLE desk.comment;

COMMIT;
