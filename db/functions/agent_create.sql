-- Deploy ticketfirst:functions/agent_create to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.agent_create(
    name text,
    email text,
    role text DEFAULT 'agent',
    active boolean DEFAULT true
)
RETURNS api.agent
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: makes an agent.
-- Parameters: name: one line, 1 to 200 characters after trimming; email: unique among the live agents; role: agent or admin;
--             active: whether the agent may enter and be assigned tickets.
-- Returns: the agent.
-- Raises: TF403 permission_missing, scope_missing; 23502 on any argument that is NULL; 23514 agent_name_length, agent_name_one_line,
--         agent_email_shape, agent_role_known; 23505 agent_email_unique.
-- Tables: writes desk.agent.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_agent desk.agent;
BEGIN
    PERFORM internal.permission_require(v_actor, 'agent_create');
    PERFORM internal.administrator_guard(v_actor, agent_create.role, 'role');
    INSERT INTO desk.agent AS t (name, email, role, active)
    VALUES (
        internal.text_trim(agent_create.name),
        internal.text_trim(agent_create.email),
        agent_create.role,
        agent_create.active
    )
    RETURNING t.* INTO v_agent;
    RETURN internal.agent_view(v_agent, v_actor);
END;
$$;

COMMENT ON FUNCTION api.agent_create(text, text, text, boolean) IS
'Makes an agent, and returns it. Raises TF403 permission_missing, scope_missing; 23502 on any argument that is NULL; 23514 agent_name_length, agent_name_one_line, agent_email_shape, agent_role_known; 23505 agent_email_unique.';
GRANT EXECUTE ON FUNCTION api.agent_create(text, text, text, boolean) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
