-- Deploy ticketfirst:functions/ticket_restore to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.ticket_restore(id bigint, if_version integer DEFAULT NULL)
RETURNS api.ticket
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = ''
AS $$
-- Purpose: restores a deleted ticket, unassigned if its agent has gone; a live one stays as it is.
-- Parameters: if_version: the version the caller saw.
-- Returns: the ticket.
-- Raises: TF404 ticket_not_found; TF412 ticket_version_stale; TF409 ticket_client_deleted.
-- Tables: writes desk.ticket, reads desk.agent.
DECLARE
    v_ticket desk.ticket;
BEGIN
    v_ticket := internal.ticket_lock(ticket_restore.id, ticket_restore.if_version, deleted => true);
    IF v_ticket.deleted_at IS NOT NULL THEN
        UPDATE desk.ticket AS t
           SET deleted_at = NULL,
               agent_id = (
                   SELECT a.id
                     FROM desk.agent AS a
                    WHERE a.id = v_ticket.agent_id
                      AND a.active
                      AND a.deleted_at IS NULL
               )
         WHERE t.id = ticket_restore.id
        RETURNING t.* INTO v_ticket;
    END IF;
    RETURN internal.ticket_view(v_ticket);
END;
$$;

COMMENT ON FUNCTION api.ticket_restore(bigint, integer) IS
'Restores a deleted ticket, unassigned if its agent is deleted or not active, and returns it. Raises TF404 ticket_not_found; TF412 ticket_version_stale; TF409 ticket_client_deleted.';
GRANT EXECUTE ON FUNCTION api.ticket_restore(bigint, integer) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
