-- Deploy ticketfirst:functions/enter to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION api.enter(
    token_hash bytea,
    request_id text DEFAULT NULL,
    clock timestamptz DEFAULT NULL,
    key text DEFAULT NULL,
    fingerprint bytea DEFAULT NULL
)
RETURNS api.entry
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = '' SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $$
-- Purpose: lets the gateway's caller in, for this transaction alone: who it is, what the time is, whether it was here before.
-- Parameters: token_hash: sha256 of the token; request_id: 1 to 128 printable ASCII characters; clock: the time to count by,
--             administrators only; key: method, path and idempotency key of a write; fingerprint: a hash of the request.
-- Returns: the agent, its role, and the first answer to a key that was used before.
-- Raises: 28000 token_invalid; TF400 request_id_shape; TF403 administrator_only; TF422 idempotency_key_reused;
--         TF409 idempotency_key_unanswered; 23502 on fingerprint; 23514 idempotency_key_length,
--         idempotency_key_fingerprint_length.
-- Tables: reads desk.api_token, desk.agent; writes desk.idempotency_key.
DECLARE
    v_entry api.entry;
BEGIN
    SELECT t.agent_id, a.role
      INTO v_entry.agent_id, v_entry.role
      FROM desk.api_token AS t
      JOIN desk.agent AS a ON a.id = t.agent_id
     WHERE t.token_hash = sha256(enter.token_hash)
       AND t.deleted_at IS NULL
       AND (t.expires_at IS NULL OR t.expires_at > now())
       AND a.active
       AND a.deleted_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the token is unknown, revoked or expired, or its agent is not active'
            USING ERRCODE = '28000', CONSTRAINT = 'token_invalid';
    END IF;
    IF enter.request_id !~ '^[\x21-\x7e]{1,128}$' THEN
        RAISE EXCEPTION 'the request id must be 1 to 128 printable ASCII characters'
            USING ERRCODE = 'TF400', CONSTRAINT = 'request_id_shape', COLUMN = 'request_id';
    END IF;

    -- Transaction-local, each and every one: the next request on this connection finds nothing of them.
    PERFORM set_config('ticketfirst.actor', v_entry.agent_id::text, true),
            set_config('ticketfirst.actor_role', v_entry.role, true),
            set_config('ticketfirst.request_id', coalesce(enter.request_id, ''), true),
            set_config('ticketfirst.clock', coalesce(enter.clock::text, ''), true),
            set_config('ticketfirst.idempotency_key', coalesce(enter.key, ''), true);
    IF enter.clock IS NOT NULL AND v_entry.role <> 'admin' THEN
        RAISE EXCEPTION 'only an administrator may set the clock'
            USING ERRCODE = 'TF403', CONSTRAINT = 'administrator_only', COLUMN = 'clock';
    END IF;

    IF enter.key IS NOT NULL THEN
        v_entry.replay := internal.idempotency_enter(v_entry.agent_id, enter.key, enter.fingerprint);
    END IF;
    RETURN v_entry;
END;
$$;

COMMENT ON FUNCTION api.enter(bytea, text, timestamptz, text, bytea) IS
'Lets the caller of the gateway in for this transaction, by the sha256 of its token. Raises 28000 token_invalid; TF400 request_id_shape; TF403 administrator_only; TF422 idempotency_key_reused; TF409 idempotency_key_unanswered; 23502 on fingerprint; 23514 idempotency_key_length, idempotency_key_fingerprint_length.';
GRANT EXECUTE ON FUNCTION api.enter(bytea, text, timestamptz, text, bytea) TO ticketfirst_gateway;

COMMIT;
