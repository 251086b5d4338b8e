-- Deploy ticketfirst:functions/team_get to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.team_get(id bigint)
RETURNS api.team
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: one live team.
-- Returns: the team.
-- Raises: TF403 permission_missing, scope_missing;
--         TF404 team_not_found.
-- Tables: reads desk.team.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_team desk.team;
BEGIN
    PERFORM internal.permission_require(v_actor, 'team_get');
    SELECT t.*
      INTO v_team
      FROM desk.team AS t
     WHERE t.id = team_get.id
       AND t.deleted_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'team % does not exist', team_get.id
            USING ERRCODE = 'TF404', CONSTRAINT = 'team_not_found', COLUMN = 'id';
    END IF;
    RETURN internal.team_view(v_team);
END;
$$;

COMMENT ON FUNCTION api.team_get(bigint) IS
'The live team with this id. Raises TF403 permission_missing, scope_missing; TF404 team_not_found.';
GRANT EXECUTE ON FUNCTION api.team_get(bigint) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
