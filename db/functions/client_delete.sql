-- Deploy ticketfirst:functions/client_delete to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.client_delete(id bigint, if_version integer DEFAULT NULL)
RETURNS api.client
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: deletes a client softly: it leaves every list and read, and can be restored.
-- Parameters: if_version: the version the caller saw.
-- Returns: the client as it was deleted.
-- Raises: TF403 permission_missing, scope_missing;
--         TF404 client_not_found; TF412 client_version_stale; TF409 client_has_tickets; TF400 isolation_read_committed.
-- Tables: writes desk.client.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_client desk.client;
BEGIN
    v_client := internal.client_lock(client_delete.id, client_delete.if_version, v_actor, 'client_delete');
    UPDATE desk.client AS t
       SET deleted_at = internal.clock()
     WHERE t.id = client_delete.id
    RETURNING t.* INTO v_client;
    RETURN internal.client_view(v_client);
END;
$$;

COMMENT ON FUNCTION api.client_delete(bigint, integer) IS
'Deletes a client without live tickets softly, and returns it as it was deleted. Raises TF403 permission_missing, scope_missing; TF404 client_not_found; TF412 client_version_stale; TF409 client_has_tickets; TF400 isolation_read_committed.';
GRANT EXECUTE ON FUNCTION api.client_delete(bigint, integer) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
