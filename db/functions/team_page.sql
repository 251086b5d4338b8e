-- Deploy ticketfirst:functions/team_page to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.team_page(
    name text DEFAULT NULL,
    sort text DEFAULT 'id',
    row_limit integer DEFAULT 25,
    after text DEFAULT NULL,
    deleted boolean DEFAULT false
)
RETURNS api.team_page
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: one page of api.team_list, with the cursor of the next.
-- Parameters: name: exactly this one, but for the case of ASCII letters; sort: id or name, with - before it for descending;
--             row_limit: 1 to 100 rows; after: the cursor where the page before ended; deleted: deleted teams instead
--             (permission deleted_list).
-- Returns: the teams and the cursor.
-- Raises: TF422 list_limit_range, list_sort_unknown; TF400 cursor_invalid; TF403 permission_missing, scope_missing.
-- Tables: none, but what api.team_list reads.
DECLARE
    v_rows api.team [];
    v_last api.team;
    v_page api.team_page;
BEGIN
    PERFORM internal.list_limit_require(team_page.row_limit, 100);
    -- One row more than asked for tells whether there is a next page.
    v_rows := ARRAY(
        SELECT l
          FROM api.team_list(
                   team_page.name, team_page.sort, team_page.row_limit + 1, team_page.after, team_page.deleted
               ) AS l
    );
    v_page.items := v_rows[1:team_page.row_limit];
    IF cardinality(v_rows) > team_page.row_limit THEN
        v_last := v_rows[team_page.row_limit];
        v_page.next := internal.list_cursor_write(
            internal.list_binding('team', team_page.sort, team_page.name, team_page.deleted::text),
            v_last.id,
            CASE ltrim(team_page.sort, '-') WHEN 'name' THEN lower(v_last.name COLLATE "C") END
        );
    END IF;
    RETURN v_page;
END;
$$;

COMMENT ON FUNCTION api.team_page(text, text, integer, text, boolean) IS
'One page of api.team_list, 1 to 100 teams, with the cursor of the next page. Raises TF422 list_limit_range, list_sort_unknown; TF400 cursor_invalid; TF403 permission_missing, scope_missing.';
GRANT EXECUTE ON FUNCTION api.team_page(text, text, integer, text, boolean) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
