-- Deploy ticketfirst:functions/token_actor_require to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.token_actor_require(
    actor internal.actor,
    agent_id bigint,
    client_id bigint,
    service_id bigint
)
RETURNS void
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: a token is for one actor who is there, and not for one above its maker. As the invoker: under the caller's
--          policies.
-- Parameters: actor: the caller; agent_id, client_id, service_id: whom the token is for, one of them.
-- Raises: TF422 token_actor_one, token_actor_not_found; TF403 permission_missing, scope_missing.
-- Tables: those of internal.credential_role.
DECLARE
    v_field CONSTANT text := CASE
        WHEN token_actor_require.client_id IS NOT NULL THEN 'client_id'
        WHEN token_actor_require.service_id IS NOT NULL THEN 'service_id'
        ELSE 'agent_id'
    END;
    v_role text;
BEGIN
    IF num_nonnulls(token_actor_require.agent_id, token_actor_require.client_id, token_actor_require.service_id) <> 1 THEN
        RAISE EXCEPTION 'a token is for one agent, client or service'
            USING ERRCODE = 'TF422', CONSTRAINT = 'token_actor_one', COLUMN = v_field;
    END IF;
    v_role := internal.credential_role(
        token_actor_require.agent_id, token_actor_require.client_id, token_actor_require.service_id
    );
    IF v_role IS NULL THEN
        RAISE EXCEPTION '% % does not exist', left(v_field, -3),
            coalesce(token_actor_require.agent_id, token_actor_require.client_id, token_actor_require.service_id)
            USING ERRCODE = 'TF422', CONSTRAINT = 'token_actor_not_found', COLUMN = v_field;
    END IF;
    PERFORM internal.administrator_guard(token_actor_require.actor, v_role, v_field);
END;
$$;

COMMENT ON FUNCTION internal.token_actor_require(internal.actor, bigint, bigint, bigint) IS
'Raises TF422 token_actor_one, token_actor_not_found unless one actor who is there is named; TF403 permission_missing, scope_missing where it is an administrator and the caller may not manage those.';
GRANT EXECUTE ON FUNCTION internal.token_actor_require(internal.actor, bigint, bigint, bigint) TO ticketfirst_api;

COMMIT;
