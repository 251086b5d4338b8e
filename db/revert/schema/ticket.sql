-- Revert ticketfirst:schema/ticket from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP TABLE desk.ticket;
DROP DOMAIN desk.ticket_comment_count;
DROP DOMAIN desk.ticket_description;
DROP DOMAIN desk.ticket_subject;

COMMIT;
