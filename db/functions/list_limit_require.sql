-- Deploy ticketfirst:functions/list_limit_require to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.list_limit_require(row_limit integer, maximum integer)
RETURNS void
LANGUAGE plpgsql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: refuses a list's limit outside 1 to maximum.
-- Raises: TF422 list_limit_range.
BEGIN
    IF list_limit_require.row_limit BETWEEN 1 AND list_limit_require.maximum THEN
        RETURN;
    END IF;
    RAISE EXCEPTION 'the limit must be 1 to %', list_limit_require.maximum
        USING ERRCODE = 'TF422', CONSTRAINT = 'list_limit_range', COLUMN = 'row_limit';
END;
$$;

COMMENT ON FUNCTION internal.list_limit_require(integer, integer) IS 'Raises TF422 list_limit_range.';
GRANT EXECUTE ON FUNCTION internal.list_limit_require(integer, integer) TO ticketfirst_api;

COMMIT;
