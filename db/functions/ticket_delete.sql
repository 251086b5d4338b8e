-- Deploy ticketfirst:functions/ticket_delete to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.ticket_delete(id bigint, if_version integer DEFAULT NULL)
RETURNS api.ticket
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: deletes a ticket softly: it leaves every list and read, with its comments, and can be restored.
-- Parameters: if_version: the version the caller saw.
-- Returns: the ticket as it was deleted.
-- Raises: TF403 permission_missing, scope_missing;
--         TF404 ticket_not_found; TF412 ticket_version_stale.
-- Tables: writes desk.ticket.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_ticket desk.ticket;
BEGIN
    v_ticket := internal.ticket_lock(ticket_delete.id, ticket_delete.if_version, v_actor, 'ticket_delete');
    UPDATE desk.ticket AS t
       SET deleted_at = internal.clock()
     WHERE t.id = ticket_delete.id
    RETURNING t.* INTO v_ticket;
    RETURN internal.ticket_view(v_ticket, v_actor);
END;
$$;

COMMENT ON FUNCTION api.ticket_delete(bigint, integer) IS
'Deletes a ticket softly, and returns it as it was deleted. Raises TF403 permission_missing, scope_missing; TF404 ticket_not_found; TF412 ticket_version_stale.';
GRANT EXECUTE ON FUNCTION api.ticket_delete(bigint, integer) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
