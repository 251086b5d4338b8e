-- Deploy ticketfirst:functions/team_words to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- SQL without settings, so that it is written into the expression that asks.
CREATE OR REPLACE FUNCTION internal.team_words(key bigint, words text [])
RETURNS text []
LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE SECURITY INVOKER
RETURN (SELECT coalesce(array_agg(' ' || key || ' ' || w.word), '{}') FROM unnest(words) AS w (word));

COMMENT ON FUNCTION internal.team_words(bigint, text []) IS
'Words with a team before them, 0 for none, as subject_key has them: '' 7 screen''.';
GRANT EXECUTE ON FUNCTION internal.team_words(bigint, text []) TO ticketfirst_api;

COMMIT;
