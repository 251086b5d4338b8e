-- Deploy ticketfirst:functions/team_restore to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.team_restore(id bigint, if_version integer DEFAULT NULL)
RETURNS api.team
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: restores a deleted team, with its members; a live one stays as it is.
-- Parameters: if_version: the version the caller saw.
-- Returns: the team.
-- Raises: TF403 permission_missing, scope_missing;
--         TF404 team_not_found; TF412 team_version_stale; 23505 team_name_unique.
-- Tables: writes desk.team.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_team desk.team;
BEGIN
    -- Of a deleted one those alone know who may restore or list it.
    v_team := internal.team_lock(
        team_restore.id, team_restore.if_version, v_actor, 'team_restore',
        deleted => internal.actor_may('team_restore', 'deleted_list')
    );
    IF v_team.deleted_at IS NOT NULL THEN
        UPDATE desk.team AS t
           SET deleted_at = NULL
         WHERE t.id = team_restore.id
        RETURNING t.* INTO v_team;
    END IF;
    RETURN internal.team_view(v_team);
END;
$$;

COMMENT ON FUNCTION api.team_restore(bigint, integer) IS
'Restores a deleted team with its members, and returns it. Raises TF403 permission_missing, scope_missing; TF404 team_not_found; TF412 team_version_stale; 23505 team_name_unique.';
GRANT EXECUTE ON FUNCTION api.team_restore(bigint, integer) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
