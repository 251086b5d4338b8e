-- Deploy ticketfirst:functions/team_update to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.team_update(id bigint, changes jsonb, if_version integer DEFAULT NULL)
RETURNS api.team
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: changes a team.
-- Parameters: changes: a merge patch with name; if_version: the version the caller saw.
-- Returns: the team.
-- Raises: TF404 team_not_found; TF403 permission_missing, scope_missing; TF412 team_version_stale; TF422 changes_not_object,
--         changes_field_unknown, changes_field_type; 23502 on name; 23514 team_name_length, team_name_one_line;
--         23505 team_name_unique.
-- Tables: writes desk.team.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_old desk.team;
    v_new desk.team;
BEGIN
    PERFORM internal.changes_require(team_update.changes, '{"name": "string"}');
    v_old := internal.team_lock(team_update.id, team_update.if_version, v_actor, 'team_update');
    v_new := v_old;
    IF team_update.changes ? 'name' THEN
        v_new.name := internal.text_trim(team_update.changes ->> 'name');
    END IF;
    IF v_new IS DISTINCT FROM v_old THEN
        UPDATE desk.team AS t
           SET name = v_new.name
         WHERE t.id = v_old.id
        RETURNING t.* INTO v_new;
    END IF;
    RETURN internal.team_view(v_new);
END;
$$;

COMMENT ON FUNCTION api.team_update(bigint, jsonb, integer) IS
'Changes the name of a team by a merge patch, and returns the team. Raises TF404 team_not_found; TF403 permission_missing, scope_missing; TF412 team_version_stale; TF422 changes_not_object, changes_field_unknown, changes_field_type; 23502 on name; 23514 team_name_length, team_name_one_line; 23505 team_name_unique.';
GRANT EXECUTE ON FUNCTION api.team_update(bigint, jsonb, integer) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
