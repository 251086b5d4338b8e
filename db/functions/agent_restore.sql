-- Deploy ticketfirst:functions/agent_restore to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.agent_restore(id bigint, if_version integer DEFAULT NULL)
RETURNS api.agent
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = ''
AS $$
-- Purpose: restores a deleted agent; a live one stays as it is.
-- Parameters: if_version: the version the caller saw.
-- Returns: the agent.
-- Raises: TF404 agent_not_found; TF412 agent_version_stale; TF403 administrator_only; 23505 agent_email_unique.
-- Tables: writes desk.agent.
DECLARE
    v_agent desk.agent;
BEGIN
    PERFORM internal.administrator_require('restore agents');
    v_agent := internal.agent_lock(agent_restore.id, agent_restore.if_version, deleted => true);
    IF v_agent.deleted_at IS NOT NULL THEN
        UPDATE desk.agent AS t
           SET deleted_at = NULL
         WHERE t.id = agent_restore.id
        RETURNING t.* INTO v_agent;
    END IF;
    RETURN internal.agent_view(v_agent);
END;
$$;

COMMENT ON FUNCTION api.agent_restore(bigint, integer) IS
'Restores a deleted agent, and returns it. Raises TF404 agent_not_found; TF412 agent_version_stale; TF403 administrator_only; 23505 agent_email_unique.';
GRANT EXECUTE ON FUNCTION api.agent_restore(bigint, integer) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
