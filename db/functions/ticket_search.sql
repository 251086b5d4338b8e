-- Deploy ticketfirst:functions/ticket_search to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- Planned once in a session, for the index whatever the words. docs/decisions/002-lists-are-index-ranges.md says how many are read.
CREATE OR REPLACE FUNCTION internal.ticket_search(words text, keys bigint [], parts integer, row_limit integer)
RETURNS bigint []
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = 'force_generic_plan' SET enable_seqscan = off SET jit = off
AS $$
-- Purpose: the tickets of teams that have words in their subject, where they are few. As the owner: under a policy, @@, which
--          PostgreSQL does not trust to be leakproof, may not use its index. Only ids come out, and the caller's policies judge them.
-- Parameters: words: all of which must be there, whatever their order and case; keys: the teams, 0 for the tickets of none; NULL: all
--             tickets; parts: in how many such searches a list is looked for; row_limit: how many rows of it are asked for.
-- Returns: the ids, live and deleted; NULL where there are so many that a walk through the list's own order meets enough of them
--          sooner than all are read by their ids, unless they are all at its far end.
-- Tables: reads desk.ticket.
DECLARE
    v_words CONSTANT tsquery := plainto_tsquery('simple', ticket_search.words);
    v_terms CONSTANT tsvector := strip(to_tsvector('simple', ticket_search.words));
    v_query CONSTANT tsquery := CASE
        -- Of many teams, or many words, the index gives all tickets that have the words, and their rows the team: to ask for each would
        -- take longer.
        WHEN ticket_search.keys IS NULL OR length(v_terms) * cardinality(ticket_search.keys) NOT BETWEEN 1 AND 128 THEN v_words
        -- A tsvector's text is that of a query but for the signs between its words, and these have spaces in front alone.
        ELSE cast((
            SELECT string_agg(replace(cast(internal.team_words(k.key, v_terms) AS text), ''' ''', '''&'''), '|')
              FROM unnest(ticket_search.keys) AS k (key)
             WHERE k.key IS NOT NULL
        ) AS tsquery)
    END;
    v_most CONSTANT bigint := (
        SELECT cast(sqrt(greatest(c.reltuples, 10000) * ticket_search.row_limit / 2 / ticket_search.parts) AS bigint)
          FROM pg_catalog.pg_class AS c
         WHERE c.oid = 'desk.ticket'::regclass
    );
    v_ids bigint [];
BEGIN
    IF numnode(v_words) = 0 OR v_query IS NULL THEN
        RETURN '{}'::bigint [];
    END IF;
    v_ids := ARRAY(
        SELECT t.id
          FROM desk.ticket AS t
         WHERE t.subject_key @@ v_query
           AND (ticket_search.keys IS NULL OR internal.team_key(t.team_id) = ANY (ticket_search.keys))
         LIMIT v_most + 1
    );
    RETURN CASE WHEN cardinality(v_ids) <= v_most THEN v_ids END;
END;
$$;

COMMENT ON FUNCTION internal.ticket_search(text, bigint [], integer, integer) IS
'The ids of the tickets of teams with these words in their subject; NULL where they are many.';
GRANT EXECUTE ON FUNCTION internal.ticket_search(text, bigint [], integer, integer) TO ticketfirst_api;

COMMIT;
