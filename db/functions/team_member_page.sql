-- Deploy ticketfirst:functions/team_member_page to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.team_member_page(team_id bigint, row_limit integer DEFAULT 25, after text DEFAULT NULL)
RETURNS api.team_member_page
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: one page of api.team_member_list, with the cursor of the next.
-- Parameters: team_id: the team, live; row_limit: 1 to 100 rows; after: the cursor where the page before ended.
-- Returns: the memberships and the cursor.
-- Raises: TF403 permission_missing, scope_missing; TF404 team_not_found; TF422 list_limit_range; TF400 cursor_invalid.
-- Tables: none, but what api.team_member_list reads.
DECLARE
    v_rows api.team_member [];
    v_page api.team_member_page;
BEGIN
    PERFORM internal.list_limit_require(team_member_page.row_limit, 100);
    -- One row more than asked for tells whether there is a next page.
    v_rows := ARRAY(
        SELECT l
          FROM api.team_member_list(
                   team_member_page.team_id, team_member_page.row_limit + 1, team_member_page.after
               ) AS l
    );
    v_page.items := v_rows[1:team_member_page.row_limit];
    IF cardinality(v_rows) > team_member_page.row_limit THEN
        v_page.next := internal.list_cursor_write(
            internal.list_binding('team_member', team_member_page.team_id::text),
            (v_rows[team_member_page.row_limit]).agent_id,
            NULL
        );
    END IF;
    RETURN v_page;
END;
$$;

COMMENT ON FUNCTION api.team_member_page(bigint, integer, text) IS
'One page of api.team_member_list, 1 to 100 memberships, with the cursor of the next page. Raises TF403 permission_missing, scope_missing; TF404 team_not_found; TF422 list_limit_range; TF400 cursor_invalid.';
GRANT EXECUTE ON FUNCTION api.team_member_page(bigint, integer, text) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
