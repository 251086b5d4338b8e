-- Deploy ticketfirst:functions/team_member_add to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.team_member_add(team_id bigint, agent_id bigint)
RETURNS api.team_member
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: makes an agent a member of a team; who is one already stays so, since then.
-- Parameters: team_id: the team, live; agent_id: the agent, live, active or not.
-- Returns: the membership.
-- Raises: TF404 team_not_found; TF403 permission_missing, scope_missing; TF422 team_member_agent_not_found.
-- Tables: writes desk.team_member.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_member desk.team_member;
BEGIN
    PERFORM internal.team_require(team_member_add.team_id);
    PERFORM internal.permission_require(v_actor, 'team_member_add');
    -- Again where the membership was there, and has just ended.
    WHILE v_member.team_id IS NULL LOOP
        INSERT INTO desk.team_member AS m (team_id, agent_id)
        VALUES (team_member_add.team_id, team_member_add.agent_id)
        ON CONFLICT ON CONSTRAINT team_member_pkey DO NOTHING;
        SELECT m.*
          INTO v_member
          FROM desk.team_member AS m
         WHERE m.team_id = team_member_add.team_id
           AND m.agent_id = team_member_add.agent_id;
    END LOOP;
    RETURN internal.team_member_view(v_member);
END;
$$;

COMMENT ON FUNCTION api.team_member_add(bigint, bigint) IS
'Makes a live agent a member of a live team, and returns the membership; one that is there stays as it is. Raises TF404 team_not_found; TF403 permission_missing, scope_missing; TF422 team_member_agent_not_found.';
GRANT EXECUTE ON FUNCTION api.team_member_add(bigint, bigint) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
