-- Verify ticketfirst:functions/comment_create on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.comment_create(bigint,text,text,bigint,bigint)' AS regprocedure);

ROLLBACK;
