-- Deploy ticketfirst:functions/organisation_page to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.organisation_page(
    name text DEFAULT NULL,
    sort text DEFAULT 'id',
    row_limit integer DEFAULT 25,
    after text DEFAULT NULL,
    deleted boolean DEFAULT false
)
RETURNS api.organisation_page
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: one page of api.organisation_list, with the cursor of the next.
-- Parameters: name: exactly this one, but for the case of ASCII letters; sort: id or name, with - before it for
--             descending; row_limit: 1 to 100 rows; after: the cursor where the page before ended; deleted: deleted
--             organisations instead (permission deleted_list).
-- Returns: the organisations and the cursor.
-- Raises: TF422 list_limit_range, list_sort_unknown; TF400 cursor_invalid; TF403 permission_missing, scope_missing.
-- Tables: none, but what api.organisation_list reads.
DECLARE
    v_rows api.organisation [];
    v_last api.organisation;
    v_page api.organisation_page;
BEGIN
    PERFORM internal.list_limit_require(organisation_page.row_limit, 100);
    -- One row more than asked for tells whether there is a next page.
    v_rows := ARRAY(
        SELECT l
          FROM api.organisation_list(
                   organisation_page.name, organisation_page.sort, organisation_page.row_limit + 1,
                   organisation_page.after, organisation_page.deleted
               ) AS l
    );
    v_page.items := v_rows[1:organisation_page.row_limit];
    IF cardinality(v_rows) > organisation_page.row_limit THEN
        v_last := v_rows[organisation_page.row_limit];
        v_page.next := internal.list_cursor_write(
            internal.list_binding('organisation', organisation_page.sort, organisation_page.name, organisation_page.deleted::text),
            v_last.id,
            CASE ltrim(organisation_page.sort, '-') WHEN 'name' THEN lower(v_last.name COLLATE "C") END
        );
    END IF;
    RETURN v_page;
END;
$$;

COMMENT ON FUNCTION api.organisation_page(text, text, integer, text, boolean) IS
'One page of api.organisation_list, 1 to 100 organisations, with the cursor of the next page. Raises TF422 list_limit_range, list_sort_unknown; TF400 cursor_invalid; TF403 permission_missing, scope_missing.';
GRANT EXECUTE ON FUNCTION api.organisation_page(text, text, integer, text, boolean) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
