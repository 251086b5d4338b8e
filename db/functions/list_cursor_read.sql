-- Deploy ticketfirst:functions/list_cursor_read to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.list_cursor_read(after text, binding text, value_type text DEFAULT NULL)
RETURNS internal.list_cursor
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL SAFE SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: reads what list_cursor_write wrote.
-- Parameters: after: the cursor, NULL for the first page; binding: what it must be bound to;
--             value_type: timestamptz or text, what the list is sorted by; NULL: the id, and no value.
-- Returns: where the last page ended; all NULL for the first page.
-- Raises: TF400 cursor_invalid.
DECLARE
    v_text text;
    v_parts text [];
    v_cursor internal.list_cursor;
BEGIN
    IF list_cursor_read.after IS NULL THEN
        RETURN v_cursor;
    END IF;
    v_text := convert_from(
        decode(
            rpad(translate(list_cursor_read.after, '-_', '+/'), (length(list_cursor_read.after) + 3) / 4 * 4, '='),
            'base64'
        ),
        'UTF8'
    );
    v_parts := regexp_match(v_text, '^([0-9a-f]+):([0-9]{1,19})(?::(.*))?$');
    IF v_parts[1] = list_cursor_read.binding AND (v_parts[3] IS NULL) = (list_cursor_read.value_type IS NULL) THEN
        IF list_cursor_read.value_type = 'timestamptz' THEN
            PERFORM v_parts[3]::timestamptz;
        END IF;
        v_cursor.id := v_parts[2]::bigint;
        v_cursor.value := v_parts[3];
        RETURN v_cursor;
    END IF;
    RAISE invalid_parameter_value;
EXCEPTION WHEN data_exception THEN
    RAISE EXCEPTION 'the cursor is broken or belongs to another list, order or filter'
        USING ERRCODE = 'TF400', CONSTRAINT = 'cursor_invalid', COLUMN = 'after';
END;
$$;

COMMENT ON FUNCTION internal.list_cursor_read(text, text, text) IS
'Where the page before ended, read from its cursor. Raises TF400 cursor_invalid.';
GRANT EXECUTE ON FUNCTION internal.list_cursor_read(text, text, text) TO ticketfirst_api;

COMMIT;
