-- Deploy ticketfirst:functions/ticket_create to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.ticket_create(
    subject text,
    client_id bigint DEFAULT NULL,
    description text DEFAULT '',
    agent_id bigint DEFAULT NULL,
    team_id bigint DEFAULT NULL
)
RETURNS api.ticket
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: makes a ticket.
-- Parameters: subject: one line, 1 to 200 characters after trimming; client_id: whose request it is, live and active; a
--             client makes its own, and may leave it out; description: up to 65,536 characters; agent_id: who works on it,
--             live and active, or NULL; team_id: whose members see it; NULL: a team of the agent's, or without one all
--             agents. To give it to either takes the permission that assigning it would.
-- Returns: the ticket.
-- Raises: TF403 permission_missing, scope_missing; 23502 ticket_subject_not_null, ticket_client_id_not_null;
--         23514 ticket_subject_length, ticket_subject_one_line, ticket_description_length; TF422 ticket_client_not_found,
--         ticket_client_inactive, ticket_agent_not_found, ticket_agent_inactive, ticket_team_not_found,
--         ticket_agent_not_in_team.
-- Tables: reads desk.client; writes desk.ticket.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_team_id bigint := ticket_create.team_id;
    v_is_seen boolean := true;
    v_ticket desk.ticket;
BEGIN
    PERFORM internal.permission_require(v_actor, 'ticket_create');
    IF v_actor.client_id IS NOT NULL AND coalesce(ticket_create.client_id, v_actor.client_id) <> v_actor.client_id THEN
        RAISE EXCEPTION 'client % does not exist', ticket_create.client_id
            USING ERRCODE = 'TF422', CONSTRAINT = 'ticket_client_not_found', COLUMN = 'client_id';
    END IF;
    IF ticket_create.agent_id IS NOT NULL THEN
        PERFORM internal.permission_require(v_actor, 'ticket_assign_agent', 'agent_id');
        v_team_id := coalesce(v_team_id, internal.ticket_team(NULL, ticket_create.agent_id, v_actor.team_keys));
    END IF;
    IF ticket_create.team_id IS NOT NULL THEN
        PERFORM internal.permission_require(v_actor, 'ticket_assign_team', 'team_id');
    END IF;
    IF v_team_id IS NOT NULL THEN
        v_is_seen := v_team_id = ANY (v_actor.team_keys) OR 'see_all_tickets' = ANY (v_actor.sights);
    END IF;

    -- What leaves the caller's sight is made within it and handed over, as an existing ticket would be.
    INSERT INTO desk.ticket AS t (subject, description, client_id, agent_id, team_id)
    VALUES (
        internal.text_trim(ticket_create.subject),
        coalesce(ticket_create.description, ''),
        coalesce(ticket_create.client_id, v_actor.client_id),
        CASE WHEN v_is_seen THEN ticket_create.agent_id END,
        CASE WHEN v_is_seen THEN v_team_id END
    )
    RETURNING t.* INTO v_ticket;
    IF NOT v_is_seen THEN
        v_ticket := internal.ticket_place(v_ticket.id, ticket_create.agent_id, v_team_id, v_actor);
    END IF;
    RETURN internal.ticket_view(v_ticket, v_actor);
END;
$$;

COMMENT ON FUNCTION api.ticket_create(text, bigint, text, bigint, bigint) IS
'Makes a ticket of a live, active client, for an agent and a team or for nobody yet, and returns it. Raises TF403 permission_missing, scope_missing; 23502 on subject or client_id; 23514 ticket_subject_length, ticket_subject_one_line, ticket_description_length; TF422 ticket_client_not_found, ticket_client_inactive, ticket_agent_not_found, ticket_agent_inactive, ticket_team_not_found, ticket_agent_not_in_team.';
GRANT EXECUTE ON FUNCTION api.ticket_create(text, bigint, text, bigint, bigint) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
