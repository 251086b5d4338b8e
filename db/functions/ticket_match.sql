-- Deploy ticketfirst:functions/ticket_match to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.ticket_match(words text, keys bigint [], sort text, part internal.list_part, row_limit integer)
RETURNS bigint []
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: live tickets that have words in their subject, so far as to fill a page. A page of a common word is among the list's next
--          rows; the index, which would give all who have it, is asked only where it is not.
-- Parameters: words: all of which must be there; keys: the teams, 0 for the tickets of none; NULL: all tickets; sort: id, created_at or
--             updated_at, with - before it for descending; part: the part of that order to look in; row_limit: how many rows.
-- Returns: ids, with those of the page among them; NULL where that takes a longer walk.
-- Tables: reads desk.ticket.
DECLARE
    v_query CONSTANT tsquery := plainto_tsquery('simple', ticket_match.words);
    v_looked CONSTANT boolean := numnode(v_query) > 0 AND ticket_match.row_limit <= 101;
    v_key bigint;
    v_look integer;
    v_seen bigint;
    v_ids bigint [];
    v_found bigint [] := cast('{}' AS bigint []);
    v_filled boolean;
    v_rest bigint [] := CASE WHEN v_looked THEN cast('{}' AS bigint []) ELSE ticket_match.keys END;
    v_searched boolean := NOT v_looked;
BEGIN
    -- Team by team: a word that fills a page with one team's tickets may be rare, or missing, in another's.
    FOREACH v_key IN ARRAY CASE WHEN v_looked THEN coalesce(ticket_match.keys, cast('{NULL}' AS bigint [])) ELSE cast('{}' AS bigint []) END LOOP
        -- A few rows first. Where more than one in eight of them has the words, then as many as make a page if that goes on.
        v_look := greatest(64 / greatest(cardinality(ticket_match.keys), 1), 10);
        FOR v_time IN 1..2 LOOP
            IF ticket_match.keys IS NULL THEN
                SELECT count(*), coalesce(array_agg(t.id) FILTER (WHERE t.subject_key @@ v_query), '{}')
                  INTO v_seen, v_ids
                  FROM internal.ticket_walk_all(ticket_match.sort, ticket_match.part, v_look) AS t;
            ELSE
                SELECT count(*), coalesce(array_agg(t.id) FILTER (WHERE t.subject_key @@ v_query), '{}')
                  INTO v_seen, v_ids
                  FROM internal.ticket_walk_teams(ARRAY[v_key], ticket_match.sort, ticket_match.part, v_look) AS t;
            END IF;
            v_filled := cardinality(v_ids) >= ticket_match.row_limit OR v_seen < v_look;
            EXIT WHEN v_filled OR cardinality(v_ids) * 8 <= v_seen;
            v_look := ticket_match.row_limit * v_look * 3 / cardinality(v_ids) / 2 + 10;
        END LOOP;
        IF v_filled THEN
            v_found := v_found || v_ids;
        ELSE
            v_rest := v_rest || v_key;
            v_searched := true;
        END IF;
    END LOOP;
    IF NOT v_searched THEN
        RETURN v_found;
    END IF;
    v_ids := internal.ticket_search(
        ticket_match.words, CASE WHEN ticket_match.keys IS NOT NULL THEN v_rest END, 1, ticket_match.row_limit
    );
    RETURN CASE WHEN v_ids IS NOT NULL THEN v_found || v_ids END;
END;
$$;

COMMENT ON FUNCTION internal.ticket_match(text, bigint [], text, internal.list_part, integer) IS
'The ids of live tickets with these words in their subject, with those of a page among them; NULL where that takes a longer walk.';
GRANT EXECUTE ON FUNCTION internal.ticket_match(text, bigint [], text, internal.list_part, integer) TO ticketfirst_api;

COMMIT;
