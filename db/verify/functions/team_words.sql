-- Verify ticketfirst:functions/team_words on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.team_words(bigint,tsvector)' AS regprocedure);

ROLLBACK;
