-- Deploy ticketfirst:functions/team_require to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.team_require(team_id bigint)
RETURNS void
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: a team whose members are asked for is one that the caller sees. As the invoker: under the caller's policies.
-- Parameters: team_id: the team, live.
-- Raises: TF404 team_not_found.
-- Tables: reads desk.team.
BEGIN
    PERFORM FROM desk.team AS t WHERE t.id = team_require.team_id AND t.deleted_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'team % does not exist', team_require.team_id
            USING ERRCODE = 'TF404', CONSTRAINT = 'team_not_found', COLUMN = 'team_id';
    END IF;
END;
$$;

COMMENT ON FUNCTION internal.team_require(bigint) IS
'Raises TF404 team_not_found unless the caller sees the team, and it is live.';
GRANT EXECUTE ON FUNCTION internal.team_require(bigint) TO ticketfirst_api;

COMMIT;
