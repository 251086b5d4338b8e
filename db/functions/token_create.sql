-- Deploy ticketfirst:functions/token_create to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.token_create(agent_id bigint, name text, expires_at timestamptz DEFAULT NULL)
RETURNS api.new_token
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = ''
AS $$
-- Purpose: makes a token, with which an agent enters over HTTP.
-- Parameters: agent_id: whose rights it carries; name: what it is for, one line, 1 to 200 characters after trimming;
--             expires_at: from when on it opens nothing, NULL: never.
-- Returns: the token with its secret, which is shown this once: the table keeps a hash of it.
-- Raises: TF403 administrator_only; TF422 token_agent_not_found; 23502 on name; 23514 api_token_name_length,
--         api_token_name_one_line, api_token_times_in_range.
-- Tables: reads desk.agent, writes desk.api_token.
DECLARE
    -- Three random UUIDs hold 366 bits of PostgreSQL's strong randomness; their hash is 256 evenly random ones.
    v_secret CONSTANT text := 'tf_' || encode(
        sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'hex'
    );
    v_token desk.api_token;
BEGIN
    PERFORM internal.administrator_require('make tokens');
    PERFORM FROM desk.agent AS a WHERE a.id = token_create.agent_id AND a.deleted_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'agent % does not exist', token_create.agent_id
            USING ERRCODE = 'TF422', CONSTRAINT = 'token_agent_not_found', COLUMN = 'agent_id';
    END IF;

    INSERT INTO desk.api_token AS t (agent_id, name, token_hash, expires_at)
    VALUES (
        token_create.agent_id,
        internal.text_trim(token_create.name),
        sha256(sha256(convert_to(v_secret, 'UTF8'))),
        token_create.expires_at
    )
    RETURNING t.* INTO v_token;
    RETURN (
        v_token.id, v_token.agent_id, v_token.name, v_token.expires_at,
        v_token.version, v_token.created_at, v_token.updated_at, v_secret
    );
END;
$$;

COMMENT ON FUNCTION api.token_create(bigint, text, timestamptz) IS
'Makes a token for an agent, and returns it with its secret, this once; administrators only. Raises TF403 administrator_only; TF422 token_agent_not_found; 23502 on name; 23514 api_token_name_length, api_token_name_one_line, api_token_times_in_range.';
GRANT EXECUTE ON FUNCTION api.token_create(bigint, text, timestamptz) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
