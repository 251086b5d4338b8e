-- Deploy ticketfirst:functions/ticket_restore to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.ticket_restore(id bigint, if_version integer DEFAULT NULL)
RETURNS api.ticket
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: restores a deleted ticket, unassigned if its agent has gone or is not in its team; a live one stays as it is.
-- Parameters: if_version: the version the caller saw.
-- Returns: the ticket.
-- Raises: TF403 permission_missing, scope_missing;
--         TF404 ticket_not_found; TF412 ticket_version_stale; TF409 ticket_client_deleted, ticket_team_deleted.
-- Tables: writes desk.ticket, reads desk.agent, desk.team_member.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_ticket desk.ticket;
BEGIN
    -- Of a deleted one those alone know who may restore or list it.
    v_ticket := internal.ticket_lock(
        ticket_restore.id, ticket_restore.if_version, v_actor, 'ticket_restore',
        deleted => internal.actor_may('ticket_restore', 'deleted_list')
    );
    IF v_ticket.deleted_at IS NOT NULL THEN
        UPDATE desk.ticket AS t
           SET deleted_at = NULL,
               agent_id = (
                   SELECT a.id
                     FROM desk.agent AS a
                    WHERE a.id = v_ticket.agent_id
                      AND a.active
                      AND a.deleted_at IS NULL
                      AND (
                              v_ticket.team_id IS NULL
                              OR EXISTS (
                                     SELECT FROM desk.team_member AS m
                                      WHERE m.team_id = v_ticket.team_id AND m.agent_id = a.id
                                 )
                          )
               )
         WHERE t.id = ticket_restore.id
        RETURNING t.* INTO v_ticket;
    END IF;
    RETURN internal.ticket_view(v_ticket, v_actor);
END;
$$;

COMMENT ON FUNCTION api.ticket_restore(bigint, integer) IS
'Restores a deleted ticket, unassigned if its agent is deleted, not active or not in its team, and returns it. Raises TF403 permission_missing, scope_missing; TF404 ticket_not_found; TF412 ticket_version_stale; TF409 ticket_client_deleted, ticket_team_deleted.';
GRANT EXECUTE ON FUNCTION api.ticket_restore(bigint, integer) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
