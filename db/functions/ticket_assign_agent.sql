-- Deploy ticketfirst:functions/ticket_assign_agent to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.ticket_assign_agent(id bigint, agent_id bigint, if_version integer DEFAULT NULL)
RETURNS api.ticket
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = ''
AS $$
-- Purpose: assigns a ticket to an agent.
-- Parameters: agent_id: who works on it from now on, live and active; if_version: the version the caller saw.
-- Returns: the ticket.
-- Raises: TF404 ticket_not_found; TF412 ticket_version_stale; TF422 ticket_agent_required, ticket_agent_not_found,
--         ticket_agent_inactive.
-- Tables: writes desk.ticket.
DECLARE
    v_ticket desk.ticket;
BEGIN
    v_ticket := internal.ticket_lock(ticket_assign_agent.id, ticket_assign_agent.if_version);
    IF ticket_assign_agent.agent_id IS NULL THEN
        RAISE EXCEPTION 'an agent must be named: api.ticket_unassign_agent takes a ticket from its agent'
            USING ERRCODE = 'TF422', CONSTRAINT = 'ticket_agent_required', COLUMN = 'agent_id';
    END IF;
    IF v_ticket.agent_id IS DISTINCT FROM ticket_assign_agent.agent_id THEN
        UPDATE desk.ticket AS t
           SET agent_id = ticket_assign_agent.agent_id
         WHERE t.id = ticket_assign_agent.id
        RETURNING t.* INTO v_ticket;
    END IF;
    RETURN internal.ticket_view(v_ticket);
END;
$$;

COMMENT ON FUNCTION api.ticket_assign_agent(bigint, bigint, integer) IS
'Assigns a ticket to a live, active agent, and returns it. Raises TF404 ticket_not_found; TF412 ticket_version_stale; TF422 ticket_agent_required, ticket_agent_not_found, ticket_agent_inactive.';
GRANT EXECUTE ON FUNCTION api.ticket_assign_agent(bigint, bigint, integer) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
