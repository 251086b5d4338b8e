-- Deploy ticketfirst:functions/ticket_create to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.ticket_create(
    subject text,
    client_id bigint,
    description text DEFAULT '',
    agent_id bigint DEFAULT NULL
)
RETURNS api.ticket
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = ''
AS $$
-- Purpose: makes a ticket.
-- Parameters: subject: one line, 1 to 200 characters after trimming; client_id: whose request it is, live and active;
--             description: up to 65,536 characters; agent_id: who works on it, live and active, or NULL.
-- Returns: the ticket.
-- Raises: 23502 ticket_subject_not_null, ticket_client_id_not_null; 23514 ticket_subject_length, ticket_subject_one_line,
--         ticket_description_length; TF422 ticket_client_not_found, ticket_client_inactive, ticket_agent_not_found,
--         ticket_agent_inactive.
-- Tables: writes desk.ticket.
DECLARE
    v_ticket desk.ticket;
BEGIN
    PERFORM internal.actor_role(); -- nobody is told that before ticket_check tells whether the client is there
    INSERT INTO desk.ticket AS t (subject, description, client_id, agent_id)
    VALUES (
        internal.text_trim(ticket_create.subject),
        coalesce(ticket_create.description, ''),
        ticket_create.client_id,
        ticket_create.agent_id
    )
    RETURNING t.* INTO v_ticket;
    RETURN internal.ticket_view(v_ticket);
END;
$$;

COMMENT ON FUNCTION api.ticket_create(text, bigint, text, bigint) IS
'Makes a ticket of a live, active client, assigned to a live, active agent or to nobody, and returns it. Raises 23502 on subject or client_id; 23514 ticket_subject_length, ticket_subject_one_line, ticket_description_length; TF422 ticket_client_not_found, ticket_client_inactive, ticket_agent_not_found, ticket_agent_inactive.';
GRANT EXECUTE ON FUNCTION api.ticket_create(text, bigint, text, bigint) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
