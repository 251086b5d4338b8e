-- Deploy ticketfirst:functions/enter to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION api.enter(
    credential bytea,
    request_id text DEFAULT NULL,
    clock timestamptz DEFAULT NULL,
    key text DEFAULT NULL,
    fingerprint bytea DEFAULT NULL,
    on_behalf_of text DEFAULT NULL
)
RETURNS api.entry
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET debug_print_plan = off SET enable_seqscan = off
AS $$
-- Purpose: lets the gateway's caller in, for this transaction alone: who it is, what the time is, whether it was here before.
-- Parameters: credential: sha256 of a token, or the gateway's signed word for a JWT; request_id: 1 to 128 printable ASCII
--             characters; clock: the time to count by, which takes a permission; key: method, path and idempotency key of
--             a write; fingerprint: a hash of the request; on_behalf_of: agent:7 or client:3, which takes a permission.
-- Returns: who has entered, who acts, and the first answer to a key that was used before.
-- Raises: 28000 token_invalid, assertion_invalid, identity_unknown; TF400 enter_not_alone, request_id_shape; TF403 permission_missing,
--         scope_missing; TF422 behalf_shape, behalf_not_one, behalf_not_found, idempotency_key_reused;
--         TF409 idempotency_key_unanswered; 23502 on fingerprint; 23514 idempotency_key_length,
--         idempotency_key_fingerprint_length.
-- Tables: what internal.token_enter and internal.identity_enter read; writes desk.token_use, desk.idempotency_key.
DECLARE
    v_actor internal.actor;
    v_entry api.entry;
    v_behalf text [];
    v_clock text := '';
    v_left text;
BEGIN
    -- Two transactions in one message have the same start, which is what the seal tells them apart by. An IF in an IF, as what is not
    -- reached is not set up.
    IF strpos(current_query(), ';') > 0 THEN
        IF current_query() ~ ';\s*\S' THEN
            RAISE EXCEPTION 'api.enter is called in a message of its own, without other statements'
                USING ERRCODE = 'TF400', CONSTRAINT = 'enter_not_alone';
        END IF;
    END IF;
    IF length(enter.credential) > 32 THEN
        v_actor := internal.identity_enter(enter.credential);
    ELSE
        v_actor := internal.token_enter(enter.credential);
    END IF;
    v_entry.actor := internal.credential_name(v_actor.agent_id, v_actor.client_id, v_actor.service_id);
    IF enter.request_id !~ '^[\x21-\x7e]+$' OR char_length(enter.request_id) > 128 THEN
        RAISE EXCEPTION 'the request id must be 1 to 128 printable ASCII characters'
            USING ERRCODE = 'TF400', CONSTRAINT = 'request_id_shape', COLUMN = 'request_id';
    END IF;
    IF enter.on_behalf_of IS NOT NULL THEN
        v_behalf := regexp_match(enter.on_behalf_of, '^(?:agent:([1-9][0-9]{0,17})|client:([1-9][0-9]{0,17}))$');
        IF v_behalf IS NULL THEN
            RAISE EXCEPTION 'a call is on behalf of agent:<id> or client:<id>'
                USING ERRCODE = 'TF422', CONSTRAINT = 'behalf_shape', COLUMN = 'on_behalf_of';
        END IF;
        v_actor := internal.actor_act_for(v_actor, v_behalf[1]::bigint, v_behalf[2]::bigint);
    END IF;
    v_entry.agent_id := v_actor.agent_id;
    v_entry.role := v_actor.role;
    IF enter.clock IS NOT NULL THEN
        PERFORM internal.permission_require(v_actor, 'clock_set', 'clock');
        -- As JSON has it, a time is text that reads the same whatever the session's DateStyle and TimeZone.
        v_clock := to_json(enter.clock) #>> '{}';
    END IF;

    -- Transaction-local, each and every one: the next request on this connection finds nothing of them, or, where reads
    -- share this transaction, finds all of them and overwrites all of them. None may be left out.
    v_left := cast(v_actor AS text);
    PERFORM internal.actor_leave(v_left),
            set_config('ticketfirst.request_id', coalesce(enter.request_id, ''), true),
            set_config('ticketfirst.clock', v_clock, true),
            set_config('ticketfirst.idempotency_key', coalesce(enter.key, ''), true);

    IF enter.key IS NOT NULL THEN
        v_entry.replay := internal.idempotency_enter(internal.actor_name(v_actor), enter.key, enter.fingerprint);
    END IF;
    RETURN v_entry;
END;
$$;

COMMENT ON FUNCTION api.enter(bytea, text, timestamptz, text, bytea, text) IS
'Lets the caller of the gateway in for this transaction, by the sha256 of its token or the gateway''s signed word for its JWT. Raises 28000 token_invalid, assertion_invalid, identity_unknown; TF400 enter_not_alone, request_id_shape; TF403 permission_missing, scope_missing; TF422 behalf_shape, behalf_not_one, behalf_not_found, idempotency_key_reused; TF409 idempotency_key_unanswered; 23502 on fingerprint; 23514 idempotency_key_length, idempotency_key_fingerprint_length.';
GRANT EXECUTE ON FUNCTION api.enter(bytea, text, timestamptz, text, bytea, text) TO ticketfirst_gateway;

COMMIT;
