-- Deploy ticketfirst:functions/team_list to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.team_list(
    name text DEFAULT NULL,
    sort text DEFAULT 'id',
    row_limit integer DEFAULT 25,
    after text DEFAULT NULL,
    deleted boolean DEFAULT false
)
RETURNS SETOF api.team
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER ROWS 25
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: live teams, filtered and sorted.
-- Parameters: name: exactly this one, but for the case of ASCII letters; sort: id or name, with - before it for descending;
--             row_limit: 1 to 1,000 rows; after: the cursor where the page before ended; deleted: deleted teams instead
--             (permission deleted_list).
-- Returns: the teams, in order; none past the end.
-- Raises: TF422 list_limit_range, list_sort_unknown; TF400 cursor_invalid; TF403 permission_missing, scope_missing.
-- Tables: reads desk.team.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_field CONSTANT text := internal.list_sort_field(team_list.sort, 'id', 'name');
    v_ended internal.list_cursor;
BEGIN
    PERFORM internal.permission_require(v_actor, 'team_list');
    PERFORM internal.list_limit_require(team_list.row_limit, 1000);
    IF team_list.deleted THEN
        PERFORM internal.permission_require(v_actor, 'deleted_list', 'deleted');
    END IF;
    v_ended := internal.list_cursor_read(
        team_list.after,
        internal.list_binding('team', team_list.sort, team_list.name, team_list.deleted::text),
        CASE WHEN v_field = 'name' THEN 'text' END
    );

    RETURN QUERY EXECUTE internal.list_query(
        'SELECT (internal.team_view(t)).* FROM desk.team AS t',
        NULL,
        ARRAY[
            CASE WHEN team_list.deleted THEN 't.deleted_at IS NOT NULL' ELSE 't.deleted_at IS NULL' END,
            CASE WHEN team_list.name IS NOT NULL THEN 't.name_key = lower($1 COLLATE "C")' END
        ],
        CASE v_field WHEN 'name' THEN 't.name_key' ELSE 't.id' END, NULL, NULL,
        team_list.sort,
        v_ended,
        team_list.row_limit
    )
    USING team_list.name;
END;
$$;

COMMENT ON FUNCTION api.team_list(text, text, integer, text, boolean) IS
'Live teams by name, sorted by id or name (- before it: descending), 1 to 1,000 rows after a cursor of api.team_page. Raises TF422 list_limit_range, list_sort_unknown; TF400 cursor_invalid; TF403 permission_missing, scope_missing.';
GRANT EXECUTE ON FUNCTION api.team_list(text, text, integer, text, boolean) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
