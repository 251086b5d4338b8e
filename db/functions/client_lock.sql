-- Deploy ticketfirst:functions/client_lock to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.client_lock(id bigint, if_version integer, deleted boolean DEFAULT false)
RETURNS desk.client
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY INVOKER
SET search_path = ''
AS $$
-- Purpose: finds the client that is to be written, and locks it.
--          As the invoker: under the caller's policies.
-- Parameters: if_version: the version the caller saw, NULL: any; deleted: whether a deleted one will do.
-- Returns: the row.
-- Raises: TF404 client_not_found; TF412 client_version_stale.
-- Tables: locks desk.client.
DECLARE
    v_client desk.client;
BEGIN
    SELECT t.*
      INTO v_client
      FROM desk.client AS t
     WHERE t.id = client_lock.id
       AND (t.deleted_at IS NULL OR client_lock.deleted)
       FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        PERFORM internal.actor_role(); -- nobody is told that first: a policy is asked only where there is a row
        RAISE EXCEPTION 'client % does not exist', client_lock.id
            USING ERRCODE = 'TF404', CONSTRAINT = 'client_not_found', COLUMN = 'id';
    ELSIF client_lock.if_version <> v_client.version THEN
        RAISE EXCEPTION 'client % has version %, not %', client_lock.id, v_client.version, client_lock.if_version
            USING ERRCODE = 'TF412', CONSTRAINT = 'client_version_stale', COLUMN = 'if_version';
    END IF;
    RETURN v_client;
END;
$$;

COMMENT ON FUNCTION internal.client_lock(bigint, integer, boolean) IS
'The client, locked for writing. Raises TF404 client_not_found; TF412 client_version_stale.';
GRANT EXECUTE ON FUNCTION internal.client_lock(bigint, integer, boolean) TO ticketfirst_api;

COMMIT;
