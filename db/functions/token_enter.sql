-- Deploy ticketfirst:functions/token_enter to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.token_enter(token_hash bytea)
RETURNS internal.actor
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: whose token it is. That it was used is noted at most once a minute: a read stays one that writes nothing.
-- Parameters: token_hash: sha256 of the token.
-- Returns: the actor, with the token's scopes.
-- Raises: 28000 token_invalid.
-- Tables: reads desk.api_token; reads and writes desk.token_use.
DECLARE
    v_token record;
    v_actor internal.actor;
BEGIN
    SELECT t.id, t.agent_id, t.client_id, t.service_id, t.scopes, u.last_used_at
      INTO v_token
      FROM desk.api_token AS t
      LEFT JOIN desk.token_use AS u ON u.token_id = t.id
     WHERE t.token_hash = sha256(token_enter.token_hash)
       AND t.deleted_at IS NULL
       AND (t.expires_at IS NULL OR t.expires_at > now());
    IF FOUND THEN
        v_actor := internal.actor_make(v_token.agent_id, v_token.client_id, v_token.service_id);
    END IF;
    IF v_actor.role IS NULL THEN
        RAISE EXCEPTION 'the token is unknown, revoked or expired, or whose it is is not active'
            USING ERRCODE = '28000', CONSTRAINT = 'token_invalid';
    END IF;
    v_actor.scopes := v_token.scopes;

    IF v_token.last_used_at IS NULL OR v_token.last_used_at < now() - interval '1 minute' THEN
        PERFORM internal.token_use_note(v_token.id);
    END IF;
    RETURN v_actor;
END;
$$;

COMMENT ON FUNCTION internal.token_enter(bytea) IS
'The actor whose token it is. Raises 28000 token_invalid.';

COMMIT;
