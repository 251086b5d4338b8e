-- Verify ticketfirst:functions/comment_list on pg
BEGIN;

SELECT cast('api.comment_list(bigint,text,integer,text,boolean)' AS regprocedure);

ROLLBACK;
