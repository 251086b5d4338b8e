-- Deploy ticketfirst:functions/team_member_list to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.team_member_list(team_id bigint, row_limit integer DEFAULT 25, after text DEFAULT NULL)
RETURNS SETOF api.team_member
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER ROWS 25
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: the live agents who are members of a team, active or not, by agent_id. The membership of a deleted one is kept,
--          in case it is restored.
-- Parameters: team_id: the team, live; row_limit: 1 to 1,000 rows; after: the cursor where the page before ended.
-- Returns: the memberships, in order; none past the end.
-- Raises: TF403 permission_missing, scope_missing; TF404 team_not_found; TF422 list_limit_range; TF400 cursor_invalid.
-- Tables: reads desk.team_member, desk.agent.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_ended internal.list_cursor;
BEGIN
    PERFORM internal.permission_require(v_actor, 'team_member_list');
    PERFORM internal.list_limit_require(team_member_list.row_limit, 1000);
    v_ended := internal.list_cursor_read(
        team_member_list.after, internal.list_binding('team_member', team_member_list.team_id::text)
    );
    PERFORM internal.team_require(team_member_list.team_id);
    RETURN QUERY
    SELECT (internal.team_member_view(m)).*
      FROM desk.team_member AS m
      JOIN desk.agent AS a ON a.id = m.agent_id AND a.deleted_at IS NULL
     WHERE m.team_id = team_member_list.team_id
       AND m.agent_id > coalesce(v_ended.id, 0)
     ORDER BY m.agent_id
     LIMIT team_member_list.row_limit;
END;
$$;

COMMENT ON FUNCTION api.team_member_list(bigint, integer, text) IS
'The live agents who are members of a team, by agent_id, 1 to 1,000 rows after a cursor of api.team_member_page. Raises TF403 permission_missing, scope_missing; TF404 team_not_found; TF422 list_limit_range; TF400 cursor_invalid.';
GRANT EXECUTE ON FUNCTION api.team_member_list(bigint, integer, text) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
