-- Revert ticketfirst:schema/comment from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP TABLE desk.comment;
DROP DOMAIN desk.comment_visibility;
DROP DOMAIN desk.comment_body;

COMMIT;
