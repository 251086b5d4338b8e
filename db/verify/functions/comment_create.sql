-- Verify ticketfirst:functions/comment_create on pg
BEGIN;

SELECT cast('api.comment_create(bigint,text,text,bigint,bigint)' AS regprocedure);

ROLLBACK;
