-- Deploy ticketfirst:functions/list_sort_field to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.list_sort_field(sort text, VARIADIC fields text [])
RETURNS text
LANGUAGE plpgsql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: the field that a list is sorted by.
-- Parameters: sort: a field, with - before it for descending; fields: those the list offers.
-- Returns: the field, without the -.
-- Raises: TF422 list_sort_unknown.
DECLARE
    v_field CONSTANT text := regexp_replace(list_sort_field.sort, '^-', '');
BEGIN
    IF v_field = ANY (list_sort_field.fields) THEN
        RETURN v_field;
    END IF;
    RAISE EXCEPTION 'the list can be sorted by %, with - before it for descending',
        array_to_string(list_sort_field.fields, ', ')
        USING ERRCODE = 'TF422', CONSTRAINT = 'list_sort_unknown', COLUMN = 'sort';
END;
$$;

COMMENT ON FUNCTION internal.list_sort_field(text, text []) IS
'The field that a list is sorted by, checked against those it offers. Raises TF422 list_sort_unknown.';
GRANT EXECUTE ON FUNCTION internal.list_sort_field(text, text []) TO ticketfirst_api;

COMMIT;
