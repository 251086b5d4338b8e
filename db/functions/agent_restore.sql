-- Deploy ticketfirst:functions/agent_restore to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.agent_restore(id bigint, if_version integer DEFAULT NULL)
RETURNS api.agent
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: restores a deleted agent; a live one stays as it is.
-- Parameters: if_version: the version the caller saw.
-- Returns: the agent.
-- Raises: TF404 agent_not_found; TF412 agent_version_stale; TF403 permission_missing, scope_missing; 23505 agent_email_unique.
-- Tables: writes desk.agent.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_agent desk.agent;
BEGIN
    PERFORM internal.permission_require(v_actor, 'agent_restore');
    v_agent := internal.agent_lock(agent_restore.id, agent_restore.if_version, v_actor, 'agent_restore', deleted => true);
    PERFORM internal.administrator_guard(v_actor, v_agent.role);
    IF v_agent.deleted_at IS NOT NULL THEN
        UPDATE desk.agent AS t
           SET deleted_at = NULL
         WHERE t.id = agent_restore.id
        RETURNING t.* INTO v_agent;
    END IF;
    RETURN internal.agent_view(v_agent, v_actor);
END;
$$;

COMMENT ON FUNCTION api.agent_restore(bigint, integer) IS
'Restores a deleted agent, and returns it. Raises TF404 agent_not_found; TF412 agent_version_stale; TF403 permission_missing, scope_missing; 23505 agent_email_unique.';
GRANT EXECUTE ON FUNCTION api.agent_restore(bigint, integer) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
