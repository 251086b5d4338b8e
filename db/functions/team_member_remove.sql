-- Deploy ticketfirst:functions/team_member_remove to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.team_member_remove(team_id bigint, agent_id bigint)
RETURNS api.team_member
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: ends the membership of an agent, who has no live tickets of the team.
-- Parameters: team_id: the team, live; agent_id: the agent, who may be deleted.
-- Returns: the membership that has ended.
-- Raises: TF404 team_not_found, team_member_not_found; TF403 permission_missing, scope_missing;
--         TF409 team_member_has_tickets; TF400 isolation_read_committed.
-- Tables: deletes from desk.team_member.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_member desk.team_member;
BEGIN
    PERFORM internal.team_require(team_member_remove.team_id);
    PERFORM internal.permission_require(v_actor, 'team_member_remove');
    DELETE FROM desk.team_member AS m
     WHERE m.team_id = team_member_remove.team_id
       AND m.agent_id = team_member_remove.agent_id
    RETURNING m.* INTO v_member;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'agent % is not in team %', team_member_remove.agent_id, team_member_remove.team_id
            USING ERRCODE = 'TF404', CONSTRAINT = 'team_member_not_found', COLUMN = 'agent_id';
    END IF;
    RETURN internal.team_member_view(v_member);
END;
$$;

COMMENT ON FUNCTION api.team_member_remove(bigint, bigint) IS
'Ends the membership of an agent without live tickets of the team, and returns it as it was. Raises TF404 team_not_found, team_member_not_found; TF403 permission_missing, scope_missing; TF409 team_member_has_tickets; TF400 isolation_read_committed.';
GRANT EXECUTE ON FUNCTION api.team_member_remove(bigint, bigint) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
