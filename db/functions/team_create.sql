-- Deploy ticketfirst:functions/team_create to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.team_create(name text)
RETURNS api.team
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: makes a team, without members yet.
-- Parameters: name: one line, 1 to 200 characters after trimming, unique among the live teams.
-- Returns: the team.
-- Raises: TF403 permission_missing, scope_missing; 23502 on name; 23514 team_name_length, team_name_one_line;
--         23505 team_name_unique.
-- Tables: writes desk.team.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_team desk.team;
BEGIN
    PERFORM internal.permission_require(v_actor, 'team_create');
    PERFORM internal.permission_require(v_actor, 'see_teams');
    INSERT INTO desk.team AS t (name)
    VALUES (internal.text_trim(team_create.name))
    RETURNING t.* INTO v_team;
    RETURN internal.team_view(v_team);
END;
$$;

COMMENT ON FUNCTION api.team_create(text) IS
'Makes a team, and returns it. Raises TF403 permission_missing, scope_missing; 23502 on name; 23514 team_name_length, team_name_one_line; 23505 team_name_unique.';
GRANT EXECUTE ON FUNCTION api.team_create(text) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
