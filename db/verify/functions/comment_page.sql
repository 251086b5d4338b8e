-- Verify ticketfirst:functions/comment_page on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.comment_page(bigint,text,integer,text,boolean)' AS regprocedure);

ROLLBACK;
