-- Deploy ticketfirst:functions/team_words to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- In a tsvector's text each word is in quotes, and a space is nowhere but between two, as no word has one. SQL without settings,
-- so that it is written into the expression that asks.
CREATE OR REPLACE FUNCTION internal.team_words(key bigint, words tsvector)
RETURNS tsvector
LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE SECURITY INVOKER
RETURN cast(replace(' ' || cast(words AS text), ' ''', ' '' ' || cast(key AS text) || ' ') AS tsvector);

COMMENT ON FUNCTION internal.team_words(bigint, tsvector) IS
'Words, without places, with a team before each, 0 for none, as subject_key has them: '' 7 screen''.';
GRANT EXECUTE ON FUNCTION internal.team_words(bigint, tsvector) TO ticketfirst_api;

COMMIT;
