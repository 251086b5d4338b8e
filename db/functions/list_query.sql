-- Deploy ticketfirst:functions/list_query to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.list_query(
    source text,
    equalities text [],
    predicates text [],
    key text,
    low text,
    high text,
    sort text,
    ended internal.list_cursor,
    row_limit integer
)
RETURNS text
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL SAFE SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: a list's query with only the predicates that are asked for, each page one range of an index.
--          Equalities become the two ends of a range and lead the order: (client_id) >= (3) AND (client_id) <= (3)
--          ORDER BY client_id, id. Written with =, they would leave the order by id to the index on id alone, and the
--          planner, who thinks the rows of a client evenly spread, would walk that through all others' rows.
-- Parameters: source: SELECT and FROM, the table's alias being t; equalities: 'expression = operand', those that an index
--             leads with, in its order; predicates: other conditions; of both, NULL ones are left out;
--             key: the SQL expression to sort by, the id breaking ties; low, high: operands that the key lies between, or
--             NULL; sort: with - before it for descending; ended: where the page before ended;
--             row_limit: how many rows.
-- Returns: SQL. All but the literals of the cursor, which are quoted, is written by the calling function.
DECLARE
    v_direction CONSTANT text := CASE WHEN starts_with(list_query.sort, '-') THEN 'DESC' ELSE 'ASC' END;
    v_descending CONSTANT boolean := v_direction = 'DESC';
    v_columns text [];
    v_operands text [];
    v_order text [];
    v_position text [];
    v_where text [];
BEGIN
    SELECT array_agg(split_part(e.equality, ' = ', 1) ORDER BY e.position),
           array_agg(split_part(e.equality, ' = ', 2) ORDER BY e.position)
      INTO v_columns, v_operands
      FROM unnest(list_query.equalities) WITH ORDINALITY AS e (equality, position)
     WHERE e.equality IS NOT NULL;
    v_order := v_columns;
    v_position := v_operands;
    IF list_query.key <> 't.id' THEN
        v_order := v_order || list_query.key;
        v_position := v_position || quote_nullable((list_query.ended).value);
    END IF;
    v_order := v_order || 't.id'::text;
    v_position := v_position || quote_nullable((list_query.ended).id);

    -- The range's two ends, the cursor taking the place of that where the list begins.
    v_where := ARRAY[
        CASE
            WHEN (list_query.ended).id IS NOT NULL AND NOT v_descending
                THEN internal.list_bound(v_order, '>', v_position)
            WHEN list_query.low IS NOT NULL
                THEN internal.list_bound(v_columns || list_query.key, '>', v_operands || list_query.low)
            ELSE internal.list_bound(v_columns, '>=', v_operands)
        END,
        CASE
            WHEN (list_query.ended).id IS NOT NULL AND v_descending
                THEN internal.list_bound(v_order, '<', v_position)
            WHEN list_query.high IS NOT NULL
                THEN internal.list_bound(v_columns || list_query.key, '<', v_operands || list_query.high)
            ELSE internal.list_bound(v_columns, '<=', v_operands)
        END
    ];

    RETURN format(
        '%s WHERE %s ORDER BY %s %s LIMIT %s',
        list_query.source,
        array_to_string(v_where || list_query.predicates, ' AND '),
        array_to_string(v_order, ' ' || v_direction || ', '),
        v_direction,
        list_query.row_limit
    );
END;
$$;

COMMENT ON FUNCTION internal.list_query(
    text, text [], text [], text, text, text, text, internal.list_cursor, integer
) IS
'The SQL of one page of a list.';
GRANT EXECUTE ON FUNCTION internal.list_query(
    text, text [], text [], text, text, text, text, internal.list_cursor, integer
) TO ticketfirst_api;

COMMIT;
