-- Deploy ticketfirst:functions/client_lock to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.client_lock(
    id bigint,
    if_version integer,
    actor internal.actor,
    permission text,
    deleted boolean DEFAULT false
)
RETURNS desk.client
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: finds the client that is to be written, and locks it. As the invoker: under the caller's policies. What the caller
--          does not see does not exist; what it sees and may not change is refused.
-- Parameters: if_version: the version the caller saw, NULL: any; actor: the caller; permission: what it needs for this;
--             deleted: whether a deleted one will do.
-- Returns: the row.
-- Raises: TF404 client_not_found; TF403 permission_missing, scope_missing; TF412 client_version_stale.
-- Tables: locks desk.client.
DECLARE
    v_client desk.client;
    v_may CONSTANT boolean := internal.permission_holds(client_lock.actor, client_lock.permission);
    v_is_locked boolean := false;
BEGIN
    -- Nobody waits for a row, or holds it, who may not change it.
    IF v_may THEN
        SELECT t.*
          INTO v_client
          FROM desk.client AS t
         WHERE t.id = client_lock.id
           AND (t.deleted_at IS NULL OR client_lock.deleted)
           FOR NO KEY UPDATE;
        v_is_locked := FOUND;
    END IF;
    IF NOT v_is_locked THEN
        -- Not there, or seen but not to be changed.
        PERFORM FROM desk.client AS t
          WHERE t.id = client_lock.id AND (t.deleted_at IS NULL OR client_lock.deleted);
        IF FOUND THEN
            PERFORM internal.permission_require(client_lock.actor, client_lock.permission);
        END IF;
        PERFORM internal.client_conceal(client_lock.id, rounds => CASE WHEN v_may THEN 2 ELSE 1 END);
        RAISE EXCEPTION 'client % does not exist', client_lock.id
            USING ERRCODE = 'TF404', CONSTRAINT = 'client_not_found', COLUMN = 'id';
    END IF;
    IF client_lock.if_version <> v_client.version THEN
        RAISE EXCEPTION 'client % has version %, not %', client_lock.id, v_client.version, client_lock.if_version
            USING ERRCODE = 'TF412', CONSTRAINT = 'client_version_stale', COLUMN = 'if_version';
    END IF;
    RETURN v_client;
END;
$$;

COMMENT ON FUNCTION internal.client_lock(bigint, integer, internal.actor, text, boolean) IS
'The client, locked for writing. Raises TF404 client_not_found; TF403 permission_missing, scope_missing; TF412 client_version_stale.';
GRANT EXECUTE ON FUNCTION internal.client_lock(bigint, integer, internal.actor, text, boolean) TO ticketfirst_api;

COMMIT;
