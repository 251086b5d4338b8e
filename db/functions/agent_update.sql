-- Deploy ticketfirst:functions/agent_update to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.agent_update(
    id bigint,
    changes jsonb,
    if_version integer DEFAULT NULL,
    reassign_to bigint DEFAULT NULL,
    unassign boolean DEFAULT false
)
RETURNS api.agent
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: changes an agent. One with live tickets is deactivated only when these go somewhere in the same call.
-- Parameters: changes: a merge patch with name, email, role, active; if_version: the version the caller saw; reassign_to: the
--             agent who gets the tickets, live and active; unassign: nobody gets them. Either goes with "active": false only.
-- Returns: the agent.
-- Raises: TF403 permission_missing, scope_missing; TF404 agent_not_found; TF412 agent_version_stale; TF422 changes_not_object,
--         changes_field_unknown, changes_field_type, agent_reassign_conflict, agent_reassign_to_invalid;
--         TF409 agent_has_tickets; 23502 on a field that is null; 23514 agent_name_length, agent_name_one_line,
--         agent_email_shape, agent_role_known; 23505 agent_email_unique; TF400 isolation_read_committed.
-- Tables: writes desk.agent, desk.ticket.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_moves CONSTANT boolean := agent_update.unassign OR agent_update.reassign_to IS NOT NULL;
    v_old desk.agent;
    v_new desk.agent;
BEGIN
    PERFORM internal.permission_require(v_actor, 'agent_update');
    PERFORM internal.changes_require(
        agent_update.changes, '{"name": "string", "email": "string", "role": "string", "active": "boolean"}'
    );
    IF v_moves AND (agent_update.changes -> 'active' IS DISTINCT FROM 'false'
                    OR (agent_update.unassign AND agent_update.reassign_to IS NOT NULL)) THEN
        RAISE EXCEPTION 'reassign_to or unassign, one of them, goes with "active": false'
            USING ERRCODE = 'TF422', CONSTRAINT = 'agent_reassign_conflict', COLUMN = 'reassign_to';
    END IF;

    IF agent_update.changes -> 'active' = 'false' THEN
        PERFORM internal.agents_lock(agent_update.id, agent_update.reassign_to);
    END IF;
    v_old := internal.agent_lock(agent_update.id, agent_update.if_version, v_actor, 'agent_update');
    PERFORM internal.administrator_guard(v_actor, v_old.role);
    PERFORM internal.administrator_guard(v_actor, agent_update.changes ->> 'role', 'role');
    v_new := v_old;
    IF agent_update.changes ? 'name' THEN
        v_new.name := internal.text_trim(agent_update.changes ->> 'name');
    END IF;
    IF agent_update.changes ? 'email' THEN
        v_new.email := internal.text_trim(agent_update.changes ->> 'email');
    END IF;
    IF agent_update.changes ? 'role' THEN
        v_new.role := agent_update.changes ->> 'role';
    END IF;
    IF agent_update.changes ? 'active' THEN
        v_new.active := (agent_update.changes ->> 'active')::boolean;
    END IF;

    IF v_moves THEN
        PERFORM internal.agent_tickets_move(agent_update.id, agent_update.reassign_to);
    END IF;
    IF v_new IS DISTINCT FROM v_old THEN
        UPDATE desk.agent AS t
           SET name = v_new.name,
               email = v_new.email,
               role = v_new.role,
               active = v_new.active
         WHERE t.id = v_old.id
        RETURNING t.* INTO v_new;
    END IF;
    RETURN internal.agent_view(v_new, v_actor);
END;
$$;

COMMENT ON FUNCTION api.agent_update(bigint, jsonb, integer, bigint, boolean) IS
'Changes name, email, role and active of an agent by a merge patch, and returns it. Deactivating one with live tickets takes reassign_to or unassign. Raises TF403 permission_missing, scope_missing; TF404 agent_not_found; TF412 agent_version_stale; TF422 changes_not_object, changes_field_unknown, changes_field_type, agent_reassign_conflict, agent_reassign_to_invalid; TF409 agent_has_tickets; 23502 on a field that is null; 23514 agent_name_length, agent_name_one_line, agent_email_shape, agent_role_known; 23505 agent_email_unique; TF400 isolation_read_committed.';
GRANT EXECUTE ON FUNCTION api.agent_update(bigint, jsonb, integer, bigint, boolean) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
