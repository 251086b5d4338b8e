-- Deploy ticketfirst:functions/agent_lock to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.agent_lock(id bigint, if_version integer, deleted boolean DEFAULT false)
RETURNS desk.agent
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY INVOKER
SET search_path = ''
AS $$
-- Purpose: finds the agent that is to be written, and locks it.
--          As the invoker: under the caller's policies.
-- Parameters: if_version: the version the caller saw, NULL: any; deleted: whether a deleted one will do.
-- Returns: the row.
-- Raises: TF404 agent_not_found; TF412 agent_version_stale.
-- Tables: locks desk.agent.
DECLARE
    v_agent desk.agent;
BEGIN
    SELECT t.*
      INTO v_agent
      FROM desk.agent AS t
     WHERE t.id = agent_lock.id
       AND (t.deleted_at IS NULL OR agent_lock.deleted)
       FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        PERFORM internal.actor_role(); -- nobody is told that first: a policy is asked only where there is a row
        RAISE EXCEPTION 'agent % does not exist', agent_lock.id
            USING ERRCODE = 'TF404', CONSTRAINT = 'agent_not_found', COLUMN = 'id';
    ELSIF agent_lock.if_version <> v_agent.version THEN
        RAISE EXCEPTION 'agent % has version %, not %', agent_lock.id, v_agent.version, agent_lock.if_version
            USING ERRCODE = 'TF412', CONSTRAINT = 'agent_version_stale', COLUMN = 'if_version';
    END IF;
    RETURN v_agent;
END;
$$;

COMMENT ON FUNCTION internal.agent_lock(bigint, integer, boolean) IS
'The agent, locked for writing. Raises TF404 agent_not_found; TF412 agent_version_stale.';
GRANT EXECUTE ON FUNCTION internal.agent_lock(bigint, integer, boolean) TO ticketfirst_api;

COMMIT;
