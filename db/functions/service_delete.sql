-- Deploy ticketfirst:functions/service_delete to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.service_delete(id bigint, if_version integer DEFAULT NULL)
RETURNS api.service
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: deletes a service softly: its credentials open nothing, it leaves every list and read, and can be restored.
-- Parameters: if_version: the version the caller saw.
-- Returns: the service as it was deleted.
-- Raises: TF403 permission_missing, scope_missing;
--         TF404 service_not_found; TF412 service_version_stale.
-- Tables: writes desk.service.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_service desk.service;
BEGIN
    PERFORM internal.permission_require(v_actor, 'service_delete');
    v_service := internal.service_lock(service_delete.id, service_delete.if_version, v_actor, 'service_delete');
    PERFORM internal.administrator_guard(v_actor, v_service.role);
    UPDATE desk.service AS t
       SET deleted_at = internal.clock()
     WHERE t.id = service_delete.id
    RETURNING t.* INTO v_service;
    RETURN internal.service_view(v_service);
END;
$$;

COMMENT ON FUNCTION api.service_delete(bigint, integer) IS
'Deletes a service softly, and returns it as it was deleted. Raises TF403 permission_missing, scope_missing; TF404 service_not_found; TF412 service_version_stale.';
GRANT EXECUTE ON FUNCTION api.service_delete(bigint, integer) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
