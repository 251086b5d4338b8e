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
-- Returns: ids, each once, with those of the page among them; NULL where that takes a longer walk.
-- Tables: reads desk.ticket.
DECLARE
    v_query CONSTANT tsquery := plainto_tsquery('simple', ticket_match.words);
    v_all CONSTANT boolean := ticket_match.keys IS NULL;
    v_keys CONSTANT bigint [] := coalesce(ticket_match.keys, cast('{NULL}' AS bigint []));
    v_few CONSTANT integer := greatest(64 / greatest(cardinality(v_keys), 1), 10);
    v_key bigint;
    v_look record;
    v_more integer;
    v_seen integer := 0;
    v_hits integer := 0;
    v_found bigint [] := cast('{}' AS bigint []);
    v_open bigint [] := cast('{}' AS bigint []);
    v_had integer [] := cast('{}' AS integer []);
    v_rest bigint [] := cast('{}' AS bigint []);
    v_searched bigint [] := cast('{}' AS bigint []);
BEGIN
    IF numnode(v_query) = 0 OR ticket_match.row_limit > 101 THEN
        RETURN internal.ticket_search(ticket_match.words, ticket_match.keys, 1, ticket_match.row_limit);
    END IF;

    -- A few rows of each team first.
    FOREACH v_key IN ARRAY v_keys LOOP
        v_look := internal.ticket_look(v_query, v_all, ARRAY[v_key], ticket_match.sort, ticket_match.part, v_few);
        v_seen := v_seen + v_look.seen;
        v_hits := v_hits + cardinality(v_look.ids);
        IF v_look.seen < v_few OR cardinality(v_look.ids) >= ticket_match.row_limit THEN
            v_found := v_found || v_look.ids;
        ELSE
            v_open := v_open || v_key;
            v_had := v_had || cardinality(v_look.ids);
        END IF;
    END LOOP;
    IF v_open = '{}' THEN
        RETURN v_found;
    END IF;

    -- Where more than one in sixteen of them has the words, then as many as make a page if that goes on: of all teams together, each of
    -- which is read so far ...
    IF cardinality(v_keys) > 1 AND v_hits * 16 > v_seen THEN
        v_more := least(ticket_match.row_limit * v_seen * 3 / v_hits / 2 + 10, 4000 / cardinality(v_keys));
        v_look := internal.ticket_look(v_query, false, v_keys, ticket_match.sort, ticket_match.part, v_more);
        IF cardinality(v_look.ids) >= ticket_match.row_limit OR v_look.seen < v_more THEN
            RETURN v_look.ids;
        END IF;
    END IF;

    -- ... and where more than one in eight has them, team by team: one may have newer tickets than all others, without the words.
    FOR v_place IN 1..cardinality(v_open) LOOP
        IF v_had[v_place] * 8 > v_few THEN
            v_more := ticket_match.row_limit * v_few * 3 / v_had[v_place] / 2 + 10;
            v_look := internal.ticket_look(v_query, v_all, ARRAY[v_open[v_place]], ticket_match.sort, ticket_match.part, v_more);
            IF cardinality(v_look.ids) >= ticket_match.row_limit OR v_look.seen < v_more THEN
                v_found := v_found || v_look.ids;
                CONTINUE;
            END IF;
        END IF;
        v_rest := v_rest || v_open[v_place];
    END LOOP;
    IF v_rest <> '{}' THEN
        v_searched := internal.ticket_search(
            ticket_match.words, CASE WHEN NOT v_all THEN v_rest END, 1, ticket_match.row_limit
        );
    END IF;
    RETURN CASE WHEN v_searched IS NOT NULL THEN v_found || v_searched END;
END;
$$;

COMMENT ON FUNCTION internal.ticket_match(text, bigint [], text, internal.list_part, integer) IS
'The ids of live tickets with these words in their subject, with those of a page among them; NULL where that takes a longer walk.';
GRANT EXECUTE ON FUNCTION internal.ticket_match(text, bigint [], text, internal.list_part, integer) TO ticketfirst_api;

COMMIT;
