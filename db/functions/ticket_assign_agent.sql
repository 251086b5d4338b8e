-- Deploy ticketfirst:functions/ticket_assign_agent to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.ticket_assign_agent(id bigint, agent_id bigint, if_version integer DEFAULT NULL)
RETURNS api.ticket
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: assigns a ticket to an agent. It stays with its team if the agent is in it, and else goes to the agent's.
-- Parameters: agent_id: who works on it from now on, live and active; if_version: the version the caller saw.
-- Returns: the ticket.
-- Raises: TF403 permission_missing, scope_missing;
--         TF404 ticket_not_found; TF412 ticket_version_stale; TF422 ticket_agent_required, ticket_agent_not_found,
--         ticket_agent_inactive, ticket_agent_not_in_team.
-- Tables: writes desk.ticket.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_ticket desk.ticket;
BEGIN
    v_ticket := internal.ticket_lock(ticket_assign_agent.id, ticket_assign_agent.if_version, v_actor, 'ticket_assign_agent');
    IF ticket_assign_agent.agent_id IS NULL THEN
        RAISE EXCEPTION 'an agent must be named: api.ticket_unassign_agent takes a ticket from its agent'
            USING ERRCODE = 'TF422', CONSTRAINT = 'ticket_agent_required', COLUMN = 'agent_id';
    END IF;
    IF v_ticket.agent_id IS DISTINCT FROM ticket_assign_agent.agent_id THEN
        v_ticket := internal.ticket_place(
            v_ticket.id,
            ticket_assign_agent.agent_id,
            internal.ticket_team(v_ticket.team_id, ticket_assign_agent.agent_id, v_actor.team_keys),
            v_actor
        );
    END IF;
    RETURN internal.ticket_view(v_ticket, v_actor);
END;
$$;

COMMENT ON FUNCTION api.ticket_assign_agent(bigint, bigint, integer) IS
'Assigns a ticket to a live, active agent, and returns it; it goes to a team of the agent''s, unless the agent is in its team. Raises TF403 permission_missing, scope_missing; TF404 ticket_not_found; TF412 ticket_version_stale; TF422 ticket_agent_required, ticket_agent_not_found, ticket_agent_inactive, ticket_agent_not_in_team.';
GRANT EXECUTE ON FUNCTION api.ticket_assign_agent(bigint, bigint, integer) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
