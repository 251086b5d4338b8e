-- Verify ticketfirst:functions/comment_update on pg
BEGIN;

SELECT cast('api.comment_update(bigint,jsonb,integer)' AS regprocedure);

ROLLBACK;
