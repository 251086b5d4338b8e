-- Deploy ticketfirst:functions/ticket_unassign_agent to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.ticket_unassign_agent(id bigint, if_version integer DEFAULT NULL)
RETURNS api.ticket
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: takes a ticket from its agent.
-- Parameters: if_version: the version the caller saw.
-- Returns: the ticket.
-- Raises: TF403 permission_missing, scope_missing;
--         TF404 ticket_not_found; TF412 ticket_version_stale.
-- Tables: writes desk.ticket.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_ticket desk.ticket;
BEGIN
    v_ticket := internal.ticket_lock(ticket_unassign_agent.id, ticket_unassign_agent.if_version, v_actor, 'ticket_unassign_agent');
    IF v_ticket.agent_id IS NOT NULL THEN
        UPDATE desk.ticket AS t
           SET agent_id = NULL
         WHERE t.id = ticket_unassign_agent.id
        RETURNING t.* INTO v_ticket;
    END IF;
    RETURN internal.ticket_view(v_ticket, v_actor);
END;
$$;

COMMENT ON FUNCTION api.ticket_unassign_agent(bigint, integer) IS
'Takes a ticket from its agent, and returns it. Raises TF403 permission_missing, scope_missing; TF404 ticket_not_found; TF412 ticket_version_stale.';
GRANT EXECUTE ON FUNCTION api.ticket_unassign_agent(bigint, integer) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
