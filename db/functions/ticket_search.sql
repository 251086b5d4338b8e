-- Deploy ticketfirst:functions/ticket_search to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.ticket_search(words text)
RETURNS bigint []
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = 'force_custom_plan'
AS $$
-- Purpose: the tickets that have rare words in their subject. As the owner: under a policy, @@, which PostgreSQL does
--          not trust to be leakproof, may not use its index. Only ids come out, and the caller's policies judge them.
-- Parameters: words: all of which must be there, whatever their order and case.
-- Returns: the ids, live and deleted; NULL where more than 5,000 tickets have the words, and more than one in fifty: then a
--          walk through the list's own order meets them soon enough, unless they are all at its far end.
-- Tables: reads desk.ticket.
DECLARE
    v_query CONSTANT tsquery := plainto_tsquery('simple', ticket_search.words);
    v_most CONSTANT bigint := (
        SELECT greatest(5000, cast(c.reltuples / 50 AS bigint))
          FROM pg_catalog.pg_class AS c
         WHERE c.oid = 'desk.ticket'::regclass
    );
    v_ids bigint [];
BEGIN
    IF numnode(v_query) = 0 THEN
        RETURN '{}'::bigint [];
    END IF;
    v_ids := ARRAY(
        SELECT t.id
          FROM desk.ticket AS t
         WHERE to_tsvector('simple', t.subject) @@ v_query
         LIMIT v_most + 1
    );
    RETURN CASE WHEN cardinality(v_ids) <= v_most THEN v_ids END;
END;
$$;

COMMENT ON FUNCTION internal.ticket_search(text) IS
'The ids of the tickets with these words in their subject; NULL where there are more than 5,000 and more than one in fifty.';
GRANT EXECUTE ON FUNCTION internal.ticket_search(text) TO ticketfirst_api;

COMMIT;
