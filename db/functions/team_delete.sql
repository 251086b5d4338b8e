-- Deploy ticketfirst:functions/team_delete to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.team_delete(id bigint, if_version integer DEFAULT NULL, reassign_to bigint DEFAULT NULL)
RETURNS api.team
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: deletes a team softly: it leaves every list and read, and can be restored, with its members.
-- Parameters: if_version: the version the caller saw; reassign_to: the team that gets its live tickets, live; an agent who is
--             not in that one has them no more. NULL: there are none.
-- Returns: the team as it was deleted.
-- Raises: TF404 team_not_found; TF403 permission_missing, scope_missing; TF412 team_version_stale;
--         TF422 team_reassign_to_invalid; TF409 team_has_tickets; TF400 isolation_read_committed.
-- Tables: writes desk.team, desk.ticket.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_team desk.team;
BEGIN
    PERFORM internal.teams_lock(team_delete.id, team_delete.reassign_to);
    v_team := internal.team_lock(team_delete.id, team_delete.if_version, v_actor, 'team_delete');
    IF team_delete.reassign_to IS NOT NULL THEN
        PERFORM internal.team_tickets_move(team_delete.id, team_delete.reassign_to);
    END IF;
    UPDATE desk.team AS t
       SET deleted_at = internal.clock()
     WHERE t.id = team_delete.id
    RETURNING t.* INTO v_team;
    RETURN internal.team_view(v_team);
END;
$$;

COMMENT ON FUNCTION api.team_delete(bigint, integer, bigint) IS
'Deletes a team softly, giving its live tickets to another, and returns it as it was deleted. Raises TF404 team_not_found; TF403 permission_missing, scope_missing; TF412 team_version_stale; TF422 team_reassign_to_invalid; TF409 team_has_tickets; TF400 isolation_read_committed.';
GRANT EXECUTE ON FUNCTION api.team_delete(bigint, integer, bigint) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
