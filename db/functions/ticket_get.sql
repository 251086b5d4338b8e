-- Deploy ticketfirst:functions/ticket_get to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.ticket_get(id bigint)
RETURNS api.ticket
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: one live ticket.
-- Returns: the ticket.
-- Raises: TF403 permission_missing, scope_missing;
--         TF404 ticket_not_found.
-- Tables: reads desk.ticket.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_ticket api.ticket;
BEGIN
    PERFORM internal.permission_require(v_actor, 'ticket_get');
    v_ticket := (
        SELECT internal.ticket_view(t, v_actor)
          FROM desk.ticket AS t
         WHERE t.id = ticket_get.id
           AND t.deleted_at IS NULL
    );
    IF v_ticket.id IS NULL THEN
        PERFORM internal.ticket_conceal(ticket_get.id);
        RAISE EXCEPTION 'ticket % does not exist', ticket_get.id
            USING ERRCODE = 'TF404', CONSTRAINT = 'ticket_not_found', COLUMN = 'id';
    END IF;
    RETURN v_ticket;
END;
$$;

COMMENT ON FUNCTION api.ticket_get(bigint) IS
'The live ticket with this id. Raises TF403 permission_missing, scope_missing; TF404 ticket_not_found.';
GRANT EXECUTE ON FUNCTION api.ticket_get(bigint) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
