-- Deploy ticketfirst:functions/agent_delete to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.agent_delete(id bigint, if_version integer DEFAULT NULL, reassign_to bigint DEFAULT NULL)
RETURNS api.agent
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: deletes an agent softly: it leaves every list and read, may enter no more, and can be restored.
-- Parameters: if_version: the version the caller saw; reassign_to: the agent who gets its live tickets, live and active;
--             NULL: they are unassigned.
-- Returns: the agent as it was deleted.
-- Raises: TF403 permission_missing, scope_missing; TF404 agent_not_found; TF412 agent_version_stale; TF422 agent_reassign_to_invalid;
--         TF400 isolation_read_committed.
-- Tables: writes desk.agent, desk.ticket.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_agent desk.agent;
BEGIN
    PERFORM internal.permission_require(v_actor, 'agent_delete');
    PERFORM internal.agents_lock(agent_delete.id, agent_delete.reassign_to);
    v_agent := internal.agent_lock(agent_delete.id, agent_delete.if_version, v_actor, 'agent_delete');
    PERFORM internal.administrator_guard(v_actor, v_agent.role);
    PERFORM internal.agent_tickets_move(agent_delete.id, agent_delete.reassign_to);
    UPDATE desk.agent AS t
       SET deleted_at = internal.clock()
     WHERE t.id = agent_delete.id
    RETURNING t.* INTO v_agent;
    RETURN internal.agent_view(v_agent, v_actor);
END;
$$;

COMMENT ON FUNCTION api.agent_delete(bigint, integer, bigint) IS
'Deletes an agent softly, unassigning its live tickets or giving them to another, and returns it as it was deleted. Raises TF403 permission_missing, scope_missing; TF404 agent_not_found; TF412 agent_version_stale; TF422 agent_reassign_to_invalid; TF400 isolation_read_committed.';
GRANT EXECUTE ON FUNCTION api.agent_delete(bigint, integer, bigint) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
