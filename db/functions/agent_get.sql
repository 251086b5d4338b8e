-- Deploy ticketfirst:functions/agent_get to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.agent_get(id bigint)
RETURNS api.agent
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: one live agent.
-- Returns: the agent.
-- Raises: TF403 permission_missing, scope_missing;
--         TF404 agent_not_found.
-- Tables: reads desk.agent.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_agent desk.agent;
BEGIN
    PERFORM internal.permission_require(v_actor, 'agent_get');
    SELECT t.*
      INTO v_agent
      FROM desk.agent AS t
     WHERE t.id = agent_get.id
       AND t.deleted_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'agent % does not exist', agent_get.id
            USING ERRCODE = 'TF404', CONSTRAINT = 'agent_not_found', COLUMN = 'id';
    END IF;
    RETURN internal.agent_view(v_agent, v_actor);
END;
$$;

COMMENT ON FUNCTION api.agent_get(bigint) IS
'The live agent with this id. Raises TF403 permission_missing, scope_missing; TF404 agent_not_found.';
GRANT EXECUTE ON FUNCTION api.agent_get(bigint) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
