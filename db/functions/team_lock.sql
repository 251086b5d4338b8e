-- Deploy ticketfirst:functions/team_lock to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.team_lock(
    id bigint,
    if_version integer,
    actor internal.actor,
    permission text,
    deleted boolean DEFAULT false
)
RETURNS desk.team
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: finds the team that is to be written, and locks it. As the invoker: under the caller's policies. What the caller
--          does not see does not exist; what it sees and may not change is refused.
-- Parameters: if_version: the version the caller saw, NULL: any; actor: the caller; permission: what it needs for this;
--             deleted: whether a deleted one will do.
-- Returns: the row.
-- Raises: TF404 team_not_found; TF403 permission_missing, scope_missing; TF412 team_version_stale.
-- Tables: locks desk.team.
DECLARE
    v_team desk.team;
    v_is_locked boolean := false;
BEGIN
    -- Nobody waits for a row, or holds it, who may not change it.
    IF internal.permission_holds(team_lock.actor, team_lock.permission) THEN
        SELECT t.*
          INTO v_team
          FROM desk.team AS t
         WHERE t.id = team_lock.id
           AND (t.deleted_at IS NULL OR team_lock.deleted)
           FOR NO KEY UPDATE;
        v_is_locked := FOUND;
    END IF;
    IF NOT v_is_locked THEN
        -- Not there, or seen but not to be changed.
        PERFORM FROM desk.team AS t
          WHERE t.id = team_lock.id AND (t.deleted_at IS NULL OR team_lock.deleted);
        IF FOUND THEN
            PERFORM internal.permission_require(team_lock.actor, team_lock.permission);
        END IF;
        RAISE EXCEPTION 'team % does not exist', team_lock.id
            USING ERRCODE = 'TF404', CONSTRAINT = 'team_not_found', COLUMN = 'id';
    END IF;
    IF team_lock.if_version <> v_team.version THEN
        RAISE EXCEPTION 'team % has version %, not %', team_lock.id, v_team.version, team_lock.if_version
            USING ERRCODE = 'TF412', CONSTRAINT = 'team_version_stale', COLUMN = 'if_version';
    END IF;
    RETURN v_team;
END;
$$;

COMMENT ON FUNCTION internal.team_lock(bigint, integer, internal.actor, text, boolean) IS
'The team, locked for writing. Raises TF404 team_not_found; TF403 permission_missing, scope_missing; TF412 team_version_stale.';
GRANT EXECUTE ON FUNCTION internal.team_lock(bigint, integer, internal.actor, text, boolean) TO ticketfirst_api;

COMMIT;
