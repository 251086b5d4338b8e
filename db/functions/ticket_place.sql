-- Deploy ticketfirst:functions/ticket_place to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.ticket_place(id bigint, agent_id bigint, team_id bigint, actor internal.actor)
RETURNS desk.ticket
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: gives a ticket, which the caller has locked, to an agent and a team. As the owner: the caller's policies would
--          refuse a row that leaves the caller's sight. Who may let it leave says permission ticket_hand_over.
-- Parameters: id: a ticket that the caller has locked; agent_id, team_id: who has it from now on, NULL: nobody; actor: the caller.
-- Returns: the ticket.
-- Raises: TF403 permission_missing, scope_missing; what internal.ticket_check raises.
-- Tables: reads and updates desk.ticket.
DECLARE
    v_ticket desk.ticket;
BEGIN
    IF internal.team_key(ticket_place.team_id) <> ALL ((ticket_place.actor).team_keys)
        AND 'see_all_tickets' <> ALL ((ticket_place.actor).sights) THEN
        PERFORM FROM desk.ticket AS t WHERE t.id = ticket_place.id AND t.team_id IS DISTINCT FROM ticket_place.team_id;
        IF FOUND THEN
            PERFORM internal.permission_require(ticket_place.actor, 'ticket_hand_over', 'team_id');
        END IF;
    END IF;
    UPDATE desk.ticket AS t
       SET agent_id = ticket_place.agent_id,
           team_id = ticket_place.team_id
     WHERE t.id = ticket_place.id
       AND (t.agent_id IS DISTINCT FROM ticket_place.agent_id OR t.team_id IS DISTINCT FROM ticket_place.team_id)
    RETURNING t.* INTO v_ticket;
    IF NOT FOUND THEN
        SELECT t.* INTO v_ticket FROM desk.ticket AS t WHERE t.id = ticket_place.id;
    END IF;
    RETURN v_ticket;
END;
$$;

COMMENT ON FUNCTION internal.ticket_place(bigint, bigint, bigint, internal.actor) IS
'Gives a ticket to an agent and a team, out of the caller''s sight too where it may. Raises TF403 permission_missing, scope_missing.';
GRANT EXECUTE ON FUNCTION internal.ticket_place(bigint, bigint, bigint, internal.actor) TO ticketfirst_api;

COMMIT;
