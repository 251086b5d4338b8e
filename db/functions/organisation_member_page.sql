-- Deploy ticketfirst:functions/organisation_member_page to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.organisation_member_page(
    organisation_id bigint,
    row_limit integer DEFAULT 25,
    after text DEFAULT NULL
)
RETURNS api.organisation_member_page
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: one page of api.organisation_member_list, with the cursor of the next.
-- Parameters: row_limit: 1 to 100 rows; after: the cursor where the page before ended.
-- Returns: the memberships and the cursor.
-- Raises: TF404 organisation_not_found; TF422 list_limit_range; TF400 cursor_invalid; TF403 permission_missing, scope_missing.
-- Tables: none, but what api.organisation_member_list reads.
DECLARE
    v_rows api.organisation_member [];
    v_page api.organisation_member_page;
BEGIN
    PERFORM internal.list_limit_require(organisation_member_page.row_limit, 100);
    -- One row more than asked for tells whether there is a next page.
    v_rows := ARRAY(
        SELECT l
          FROM api.organisation_member_list(
                   organisation_member_page.organisation_id, organisation_member_page.row_limit + 1,
                   organisation_member_page.after
               ) AS l
    );
    v_page.items := v_rows[1:organisation_member_page.row_limit];
    IF cardinality(v_rows) > organisation_member_page.row_limit THEN
        v_page.next := internal.list_cursor_write(
            internal.list_binding('organisation_member', organisation_member_page.organisation_id::text),
            (v_rows[organisation_member_page.row_limit]).client_id,
            NULL
        );
    END IF;
    RETURN v_page;
END;
$$;

COMMENT ON FUNCTION api.organisation_member_page(bigint, integer, text) IS
'One page of api.organisation_member_list, 1 to 100 memberships, with the cursor of the next page. Raises TF404 organisation_not_found; TF422 list_limit_range; TF400 cursor_invalid; TF403 permission_missing, scope_missing.';
GRANT EXECUTE ON FUNCTION api.organisation_member_page(bigint, integer, text) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
