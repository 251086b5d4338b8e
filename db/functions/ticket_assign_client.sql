-- Deploy ticketfirst:functions/ticket_assign_client to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.ticket_assign_client(id bigint, client_id bigint, if_version integer DEFAULT NULL)
RETURNS api.ticket
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: links a ticket to another client. What the former client wrote on it stays.
-- Parameters: client_id: whose request it is from now on, live and active; if_version: the version the caller saw.
-- Returns: the ticket.
-- Raises: TF403 permission_missing, scope_missing;
--         TF404 ticket_not_found; TF412 ticket_version_stale; 23502 ticket_client_id_not_null;
--         TF422 ticket_client_not_found, ticket_client_inactive.
-- Tables: writes desk.ticket.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_ticket desk.ticket;
BEGIN
    v_ticket := internal.ticket_lock(ticket_assign_client.id, ticket_assign_client.if_version, v_actor, 'ticket_assign_client');
    IF v_ticket.client_id IS DISTINCT FROM ticket_assign_client.client_id THEN
        PERFORM internal.client_require(ticket_assign_client.client_id);
        UPDATE desk.ticket AS t
           SET client_id = ticket_assign_client.client_id
         WHERE t.id = ticket_assign_client.id
        RETURNING t.* INTO v_ticket;
    END IF;
    RETURN internal.ticket_view(v_ticket, v_actor);
END;
$$;

COMMENT ON FUNCTION api.ticket_assign_client(bigint, bigint, integer) IS
'Links a ticket to another live, active client, and returns it. Raises TF403 permission_missing, scope_missing; TF404 ticket_not_found; TF412 ticket_version_stale; 23502 on client_id; TF422 ticket_client_not_found, ticket_client_inactive.';
GRANT EXECUTE ON FUNCTION api.ticket_assign_client(bigint, bigint, integer) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
