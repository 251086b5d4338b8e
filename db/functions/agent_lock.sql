-- Deploy ticketfirst:functions/agent_lock to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.agent_lock(
    id bigint,
    if_version integer,
    actor internal.actor,
    permission text,
    deleted boolean DEFAULT false
)
RETURNS desk.agent
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: finds the agent that is to be written, and locks it. As the invoker: under the caller's policies. What the caller
--          does not see does not exist; what it sees and may not change is refused.
-- Parameters: if_version: the version the caller saw, NULL: any; actor: the caller; permission: what it needs for this;
--             deleted: whether a deleted one will do.
-- Returns: the row.
-- Raises: TF404 agent_not_found; TF403 permission_missing, scope_missing; TF412 agent_version_stale.
-- Tables: locks desk.agent.
DECLARE
    v_agent desk.agent;
    v_is_locked boolean := false;
BEGIN
    -- Nobody waits for a row, or holds it, who may not change it.
    IF internal.permission_holds(agent_lock.actor, agent_lock.permission) THEN
        SELECT t.*
          INTO v_agent
          FROM desk.agent AS t
         WHERE t.id = agent_lock.id
           AND (t.deleted_at IS NULL OR agent_lock.deleted)
           FOR NO KEY UPDATE;
        v_is_locked := FOUND;
    END IF;
    IF NOT v_is_locked THEN
        -- Not there, or seen but not to be changed.
        PERFORM FROM desk.agent AS t
          WHERE t.id = agent_lock.id AND (t.deleted_at IS NULL OR agent_lock.deleted);
        IF FOUND THEN
            PERFORM internal.permission_require(agent_lock.actor, agent_lock.permission);
        END IF;
        RAISE EXCEPTION 'agent % does not exist', agent_lock.id
            USING ERRCODE = 'TF404', CONSTRAINT = 'agent_not_found', COLUMN = 'id';
    END IF;
    IF agent_lock.if_version <> v_agent.version THEN
        RAISE EXCEPTION 'agent % has version %, not %', agent_lock.id, v_agent.version, agent_lock.if_version
            USING ERRCODE = 'TF412', CONSTRAINT = 'agent_version_stale', COLUMN = 'if_version';
    END IF;
    RETURN v_agent;
END;
$$;

COMMENT ON FUNCTION internal.agent_lock(bigint, integer, internal.actor, text, boolean) IS
'The agent, locked for writing. Raises TF404 agent_not_found; TF403 permission_missing, scope_missing; TF412 agent_version_stale.';
GRANT EXECUTE ON FUNCTION internal.agent_lock(bigint, integer, internal.actor, text, boolean) TO ticketfirst_api;

COMMIT;
