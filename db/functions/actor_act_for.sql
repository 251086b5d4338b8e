-- Deploy ticketfirst:functions/actor_act_for to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.actor_act_for(actor internal.actor, agent_id bigint, client_id bigint)
RETURNS internal.actor
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: somebody who acts on behalf of another: with the other's rights, within the scopes of its own token.
-- Parameters: actor: who acts; agent_id, client_id: on whose behalf, one of them.
-- Returns: the other, by the actor.
-- Raises: TF403 permission_missing, scope_missing; TF422 behalf_not_one, behalf_not_found.
-- Tables: those of internal.actor_make.
DECLARE
    v_field CONSTANT text := 'on_behalf_of';
    v_other internal.actor;
BEGIN
    IF num_nonnulls(actor_act_for.agent_id, actor_act_for.client_id) <> 1 THEN
        RAISE EXCEPTION 'a call is on behalf of one agent or one client'
            USING ERRCODE = 'TF422', CONSTRAINT = 'behalf_not_one', COLUMN = v_field;
    END IF;
    PERFORM internal.permission_require(
        actor_act_for.actor, CASE WHEN actor_act_for.agent_id IS NULL THEN 'act_for_client' ELSE 'act_for_agent' END, v_field
    );
    v_other := internal.actor_make(actor_act_for.agent_id, actor_act_for.client_id, NULL);
    IF v_other.role IS NULL THEN
        RAISE EXCEPTION '% does not exist, or is not active', internal.actor_name(v_other)
            USING ERRCODE = 'TF422', CONSTRAINT = 'behalf_not_found', COLUMN = v_field;
    END IF;
    PERFORM internal.administrator_guard(actor_act_for.actor, v_other.role, v_field);
    v_other.by_agent_id := (actor_act_for.actor).agent_id;
    v_other.by_service_id := (actor_act_for.actor).service_id;
    v_other.scopes := (actor_act_for.actor).scopes;
    RETURN v_other;
END;
$$;

COMMENT ON FUNCTION internal.actor_act_for(internal.actor, bigint, bigint) IS
'An agent or client, by an actor who may act on its behalf. Raises TF403 permission_missing, scope_missing; TF422 behalf_not_one, behalf_not_found.';

COMMIT;
