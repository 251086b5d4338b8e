-- Deploy ticketfirst:functions/token_lock to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.token_lock(
    id bigint,
    if_version integer,
    actor internal.actor,
    permission text,
    deleted boolean DEFAULT false
)
RETURNS desk.api_token
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: finds the token that is to be written, and locks it. As the invoker: under the caller's policies. What the caller
--          does not see does not exist; what it sees and may not change is refused.
-- Parameters: if_version: the version the caller saw, NULL: any; actor: the caller; permission: what it needs for this;
--             deleted: whether a deleted one will do.
-- Returns: the row.
-- Raises: TF404 token_not_found; TF403 permission_missing, scope_missing; TF412 token_version_stale.
-- Tables: locks desk.api_token.
DECLARE
    v_token desk.api_token;
    v_is_locked boolean := false;
BEGIN
    -- Nobody waits for a row, or holds it, who may not change it.
    IF internal.permission_holds(token_lock.actor, token_lock.permission) THEN
        SELECT t.*
          INTO v_token
          FROM desk.api_token AS t
         WHERE t.id = token_lock.id
           AND (t.deleted_at IS NULL OR token_lock.deleted)
           FOR NO KEY UPDATE;
        v_is_locked := FOUND;
    END IF;
    IF NOT v_is_locked THEN
        -- Not there, or seen but not to be changed.
        PERFORM FROM desk.api_token AS t
          WHERE t.id = token_lock.id AND (t.deleted_at IS NULL OR token_lock.deleted);
        IF FOUND THEN
            PERFORM internal.permission_require(token_lock.actor, token_lock.permission);
        END IF;
        RAISE EXCEPTION 'token % does not exist', token_lock.id
            USING ERRCODE = 'TF404', CONSTRAINT = 'token_not_found', COLUMN = 'id';
    END IF;
    IF token_lock.if_version <> v_token.version THEN
        RAISE EXCEPTION 'token % has version %, not %', token_lock.id, v_token.version, token_lock.if_version
            USING ERRCODE = 'TF412', CONSTRAINT = 'token_version_stale', COLUMN = 'if_version';
    END IF;
    RETURN v_token;
END;
$$;

COMMENT ON FUNCTION internal.token_lock(bigint, integer, internal.actor, text, boolean) IS
'The token, locked for writing. Raises TF404 token_not_found; TF403 permission_missing, scope_missing; TF412 token_version_stale.';
GRANT EXECUTE ON FUNCTION internal.token_lock(bigint, integer, internal.actor, text, boolean) TO ticketfirst_api;

COMMIT;
