-- Deploy ticketfirst:functions/client_restore to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.client_restore(id bigint, if_version integer DEFAULT NULL)
RETURNS api.client
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: restores a deleted client; a live one stays as it is.
-- Parameters: if_version: the version the caller saw.
-- Returns: the client.
-- Raises: TF403 permission_missing, scope_missing;
--         TF404 client_not_found; TF412 client_version_stale; 23505 client_email_unique.
-- Tables: writes desk.client.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_client desk.client;
BEGIN
    -- Of a deleted one those alone know who may restore or list it.
    v_client := internal.client_lock(
        client_restore.id, client_restore.if_version, v_actor, 'client_restore',
        deleted => internal.actor_may('client_restore', 'deleted_list')
    );
    IF v_client.deleted_at IS NOT NULL THEN
        UPDATE desk.client AS t
           SET deleted_at = NULL
         WHERE t.id = client_restore.id
        RETURNING t.* INTO v_client;
    END IF;
    RETURN internal.client_view(v_client);
END;
$$;

COMMENT ON FUNCTION api.client_restore(bigint, integer) IS
'Restores a deleted client, and returns it. Raises TF403 permission_missing, scope_missing; TF404 client_not_found; TF412 client_version_stale; 23505 client_email_unique.';
GRANT EXECUTE ON FUNCTION api.client_restore(bigint, integer) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
