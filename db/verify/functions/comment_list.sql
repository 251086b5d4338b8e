-- Verify ticketfirst:functions/comment_list on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.comment_list(bigint,text,integer,text,boolean)' AS regprocedure);

ROLLBACK;
