-- Deploy ticketfirst:functions/ticket_search to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.ticket_search(words text)
RETURNS bigint []
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = '' SET plan_cache_mode = 'force_custom_plan'
AS $$
-- Purpose: the tickets that have rare words in their subject. As the owner: under a policy, @@, which PostgreSQL does
--          not trust to be leakproof, may not use its index. Only ids come out, and the caller's policies judge them.
-- Parameters: words: all of which must be there, whatever their order and case.
-- Returns: the ids, live and deleted; NULL where more than 5,000 tickets have the words: then a walk through the list's
--          own order meets them soon enough.
-- Tables: reads desk.ticket.
DECLARE
    v_query CONSTANT tsquery := plainto_tsquery('simple', ticket_search.words);
    v_ids bigint [];
BEGIN
    IF numnode(v_query) = 0 THEN
        RETURN '{}'::bigint [];
    END IF;
    v_ids := ARRAY(
        SELECT t.id
          FROM desk.ticket AS t
         WHERE to_tsvector('simple', t.subject) @@ v_query
         LIMIT 5001
    );
    RETURN CASE WHEN cardinality(v_ids) <= 5000 THEN v_ids END;
END;
$$;

COMMENT ON FUNCTION internal.ticket_search(text) IS
'The ids of the tickets with these words in their subject; NULL where there are more than 5,000.';
GRANT EXECUTE ON FUNCTION internal.ticket_search(text) TO ticketfirst_api;

COMMIT;
