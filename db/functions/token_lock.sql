-- Deploy ticketfirst:functions/token_lock to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.token_lock(id bigint, if_version integer, deleted boolean DEFAULT false)
RETURNS desk.api_token
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY INVOKER
SET search_path = ''
AS $$
-- Purpose: finds the token that is to be written, and locks it.
--          As the invoker: under the caller's policies.
-- Parameters: if_version: the version the caller saw, NULL: any; deleted: whether a deleted one will do.
-- Returns: the row.
-- Raises: TF404 token_not_found; TF412 token_version_stale.
-- Tables: locks desk.api_token.
DECLARE
    v_token desk.api_token;
BEGIN
    SELECT t.*
      INTO v_token
      FROM desk.api_token AS t
     WHERE t.id = token_lock.id
       AND (t.deleted_at IS NULL OR token_lock.deleted)
       FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        PERFORM internal.actor_role(); -- nobody is told that first: a policy is asked only where there is a row
        RAISE EXCEPTION 'token % does not exist', token_lock.id
            USING ERRCODE = 'TF404', CONSTRAINT = 'token_not_found', COLUMN = 'id';
    ELSIF token_lock.if_version <> v_token.version THEN
        RAISE EXCEPTION 'token % has version %, not %', token_lock.id, v_token.version, token_lock.if_version
            USING ERRCODE = 'TF412', CONSTRAINT = 'token_version_stale', COLUMN = 'if_version';
    END IF;
    RETURN v_token;
END;
$$;

COMMENT ON FUNCTION internal.token_lock(bigint, integer, boolean) IS
'The token, locked for writing. Raises TF404 token_not_found; TF412 token_version_stale.';
GRANT EXECUTE ON FUNCTION internal.token_lock(bigint, integer, boolean) TO ticketfirst_api;

COMMIT;
