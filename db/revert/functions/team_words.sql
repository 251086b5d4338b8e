-- Revert ticketfirst:functions/team_words from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.team_words(bigint, tsvector);

COMMIT;
