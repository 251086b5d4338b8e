-- Deploy ticketfirst:functions/list_query to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.list_query(
    source text, predicates text [], key text, sort text, ended internal.list_cursor, row_limit integer
)
RETURNS text
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL SAFE SECURITY INVOKER
SET search_path = ''
AS $$
-- Purpose: a list's query with only the predicates that are asked for, so that each is one range of an index.
-- Parameters: source: SELECT and FROM, the table's alias being t; predicates: SQL conditions, NULL ones are left out;
--             key: the SQL expression to sort by, the id breaking ties; sort: with - before it for descending;
--             ended: where the page before ended; row_limit: how many rows.
-- Returns: SQL. All but the literals of the cursor, which are quoted, is written by the calling function.
DECLARE
    v_direction CONSTANT text := CASE WHEN starts_with(list_query.sort, '-') THEN 'DESC' ELSE 'ASC' END;
    v_operator CONSTANT text := CASE v_direction WHEN 'DESC' THEN '<' ELSE '>' END;
    v_by_id CONSTANT boolean := list_query.key = 't.id';
    v_after text;
BEGIN
    IF (list_query.ended).id IS NOT NULL THEN
        v_after := CASE
            WHEN v_by_id THEN format('t.id %s %L', v_operator, (list_query.ended).id)
            ELSE format('(%s, t.id) %s (%L, %L)', list_query.key, v_operator, (list_query.ended).value, (list_query.ended).id)
        END;
    END IF;
    RETURN format(
        '%s WHERE %s ORDER BY %s LIMIT %s',
        list_query.source,
        array_to_string(array_remove(list_query.predicates || v_after, NULL), ' AND '),
        CASE WHEN v_by_id THEN format('t.id %s', v_direction)
             ELSE format('%s %s, t.id %s', list_query.key, v_direction, v_direction) END,
        list_query.row_limit
    );
END;
$$;

COMMENT ON FUNCTION internal.list_query(text, text [], text, text, internal.list_cursor, integer) IS
'The SQL of one page of a list.';
GRANT EXECUTE ON FUNCTION internal.list_query(text, text [], text, text, internal.list_cursor, integer) TO ticketfirst_api;

COMMIT;
