-- Deploy ticketfirst:functions/token_create to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.token_create(
    agent_id bigint DEFAULT NULL,
    name text DEFAULT NULL,
    expires_at timestamptz DEFAULT NULL,
    client_id bigint DEFAULT NULL,
    service_id bigint DEFAULT NULL,
    scopes text [] DEFAULT NULL
)
RETURNS api.new_token
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: makes a token, with which an agent, client or service enters over HTTP.
-- Parameters: agent_id, client_id, service_id: whose rights it carries, one of them; name: what it is for, one line, 1 to
--             200 characters after trimming; expires_at: from when on it opens nothing, NULL: never; scopes: what it is
--             limited to, of the scopes in desk.permission, NULL: nothing but whose rights it carries; where the caller's
--             own token is limited, of its scopes.
-- Returns: the token with its secret, which is shown this once: the table keeps a hash of it.
-- Raises: TF403 permission_missing, scope_missing; TF422 token_actor_one, token_actor_not_found; 23502 on name;
--         23514 api_token_name_length, api_token_name_one_line, api_token_scopes_known, api_token_times_in_range.
-- Tables: reads desk.agent, desk.client, desk.service; writes desk.api_token.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    -- Three random UUIDs hold 366 bits of PostgreSQL's strong randomness; their hash is 256 evenly random ones.
    v_secret CONSTANT text := 'tf_' || encode(
        sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'hex'
    );
    v_token desk.api_token;
BEGIN
    PERFORM internal.permission_require(v_actor, 'token_create');
    PERFORM internal.permission_require(v_actor, 'see_credentials');
    PERFORM internal.token_actor_require(v_actor, token_create.agent_id, token_create.client_id, token_create.service_id);
    IF v_actor.scopes IS NOT NULL AND (token_create.scopes <@ v_actor.scopes) IS NOT TRUE THEN
        RAISE EXCEPTION 'a token limited to scopes makes none beyond them: this one has %', array_to_string(v_actor.scopes, ', ')
            USING ERRCODE = 'TF403', CONSTRAINT = 'scope_missing', COLUMN = 'scopes';
    END IF;

    IF 'clock' = ANY (token_create.scopes) THEN
        PERFORM internal.permission_require(v_actor, 'clock_set', 'scopes');
    END IF;

    INSERT INTO desk.api_token AS t (agent_id, client_id, service_id, name, token_hash, scopes, expires_at)
    VALUES (
        token_create.agent_id,
        token_create.client_id,
        token_create.service_id,
        internal.text_trim(token_create.name),
        sha256(sha256(convert_to(v_secret, 'UTF8'))),
        token_create.scopes,
        token_create.expires_at
    )
    RETURNING t.* INTO v_token;
    RETURN (
        v_token.id, v_token.agent_id, v_token.client_id, v_token.service_id, v_token.name, v_token.scopes,
        v_token.expires_at, NULL::timestamptz, v_token.version, v_token.created_at, v_token.updated_at, v_secret
    );
END;
$$;

COMMENT ON FUNCTION api.token_create(bigint, text, timestamptz, bigint, bigint, text []) IS
'Makes a token for an agent, client or service, limited to scopes or not, and returns it with its secret, this once. Raises TF403 permission_missing, scope_missing; TF422 token_actor_one, token_actor_not_found; 23502 on name; 23514 api_token_name_length, api_token_name_one_line, api_token_scopes_known, api_token_times_in_range.';
GRANT EXECUTE ON FUNCTION api.token_create(bigint, text, timestamptz, bigint, bigint, text []) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
