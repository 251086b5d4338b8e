-- Deploy ticketfirst:functions/ticket_assign_team to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.ticket_assign_team(id bigint, team_id bigint, if_version integer DEFAULT NULL)
RETURNS api.ticket
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: gives a ticket to a team. An agent who is not in it has it no more.
--          To a team whose tickets the caller does not see takes permission ticket_hand_over.
-- Parameters: team_id: the team, live; if_version: the version the caller saw.
-- Returns: the ticket.
-- Raises: TF404 ticket_not_found; TF403 permission_missing, scope_missing; TF412 ticket_version_stale;
--         TF422 ticket_team_required, ticket_team_not_found.
-- Tables: writes desk.ticket.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_ticket desk.ticket;
BEGIN
    v_ticket := internal.ticket_lock(ticket_assign_team.id, ticket_assign_team.if_version, v_actor, 'ticket_assign_team');
    IF ticket_assign_team.team_id IS NULL THEN
        RAISE EXCEPTION 'a team must be named: api.ticket_unassign_team takes a ticket from its team'
            USING ERRCODE = 'TF422', CONSTRAINT = 'ticket_team_required', COLUMN = 'team_id';
    END IF;
    IF v_ticket.team_id IS DISTINCT FROM ticket_assign_team.team_id THEN
        v_ticket := internal.ticket_place(
            v_ticket.id,
            (
                SELECT m.agent_id
                  FROM desk.team_member AS m
                 WHERE m.team_id = ticket_assign_team.team_id
                   AND m.agent_id = v_ticket.agent_id
            ),
            ticket_assign_team.team_id,
            v_actor
        );
    END IF;
    RETURN internal.ticket_view(v_ticket, v_actor);
END;
$$;

COMMENT ON FUNCTION api.ticket_assign_team(bigint, bigint, integer) IS
'Gives a ticket to a live team, also to one whose tickets the caller does not see, where it may; an agent who is not in it has it no more; returns the ticket. Raises TF404 ticket_not_found; TF403 permission_missing, scope_missing; TF412 ticket_version_stale; TF422 ticket_team_required, ticket_team_not_found.';
GRANT EXECUTE ON FUNCTION api.ticket_assign_team(bigint, bigint, integer) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
