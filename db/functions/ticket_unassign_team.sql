-- Deploy ticketfirst:functions/ticket_unassign_team to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.ticket_unassign_team(id bigint, if_version integer DEFAULT NULL)
RETURNS api.ticket
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: takes a ticket from its team: all agents see it. Its agent keeps it.
-- Parameters: if_version: the version the caller saw.
-- Returns: the ticket.
-- Raises: TF404 ticket_not_found; TF403 permission_missing, scope_missing; TF412 ticket_version_stale.
-- Tables: writes desk.ticket.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_ticket desk.ticket;
BEGIN
    v_ticket := internal.ticket_lock(ticket_unassign_team.id, ticket_unassign_team.if_version, v_actor, 'ticket_unassign_team');
    v_ticket := internal.ticket_place(v_ticket.id, v_ticket.agent_id, NULL, v_actor);
    RETURN internal.ticket_view(v_ticket, v_actor);
END;
$$;

COMMENT ON FUNCTION api.ticket_unassign_team(bigint, integer) IS
'Takes a ticket from its team, and returns it: all agents see it. Raises TF404 ticket_not_found; TF403 permission_missing, scope_missing; TF412 ticket_version_stale.';
GRANT EXECUTE ON FUNCTION api.ticket_unassign_team(bigint, integer) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
