-- Deploy ticketfirst:functions/list_part_make to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- Ids are positive: 0 lies before all of a time, the greatest bigint behind.
CREATE OR REPLACE FUNCTION internal.list_part_make(
    sort text,
    ended internal.list_cursor,
    after timestamptz,
    before timestamptz
)
RETURNS internal.list_part
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL SAFE SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: the part of an order that a page is looked for in.
-- Parameters: sort: a field, with - before it for descending; ended: where the page before ended, all NULL for the first;
--             after, before: the times that it lies between, themselves excluded, or NULL.
-- Returns: the part.
DECLARE
    v_part internal.list_part;
    v_descending CONSTANT boolean := starts_with(list_part_make.sort, '-');
    v_limit CONSTANT timestamptz := CASE WHEN v_descending THEN list_part_make.before ELSE list_part_make.after END;
BEGIN
    IF (list_part_make.ended).id IS NOT NULL THEN
        v_part.starts_at := cast((list_part_make.ended).value AS timestamptz);
        v_part.starts_id := (list_part_make.ended).id;
    ELSE
        v_part.starts_at := coalesce(v_limit, CASE WHEN v_descending THEN 'infinity' ELSE '-infinity' END::timestamptz);
        v_part.starts_id := CASE WHEN v_descending = (v_limit IS NULL) THEN 9223372036854775807 ELSE 0 END;
    END IF;
    v_part.ends_at := CASE
        WHEN v_descending THEN coalesce(list_part_make.after, '-infinity')
        ELSE coalesce(list_part_make.before, 'infinity')
    END;
    RETURN v_part;
END;
$$;

COMMENT ON FUNCTION internal.list_part_make(text, internal.list_cursor, timestamptz, timestamptz) IS
'The part of a list''s order behind a cursor and between two times.';
GRANT EXECUTE ON FUNCTION internal.list_part_make(text, internal.list_cursor, timestamptz, timestamptz) TO ticketfirst_api;

COMMIT;
