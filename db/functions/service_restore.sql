-- Deploy ticketfirst:functions/service_restore to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.service_restore(id bigint, if_version integer DEFAULT NULL)
RETURNS api.service
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: restores a deleted service, and what its credentials open; a live one stays as it is.
-- Parameters: if_version: the version the caller saw.
-- Returns: the service.
-- Raises: TF403 permission_missing, scope_missing;
--         TF404 service_not_found; TF412 service_version_stale; 23505 service_name_unique.
-- Tables: writes desk.service.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_service desk.service;
BEGIN
    PERFORM internal.permission_require(v_actor, 'service_restore');
    v_service := internal.service_lock(service_restore.id, service_restore.if_version, v_actor, 'service_restore', deleted => true);
    PERFORM internal.administrator_guard(v_actor, v_service.role);
    IF v_service.deleted_at IS NOT NULL THEN
        UPDATE desk.service AS t
           SET deleted_at = NULL
         WHERE t.id = service_restore.id
        RETURNING t.* INTO v_service;
    END IF;
    RETURN internal.service_view(v_service);
END;
$$;

COMMENT ON FUNCTION api.service_restore(bigint, integer) IS
'Restores a deleted service, and returns it. Raises TF403 permission_missing, scope_missing; TF404 service_not_found; TF412 service_version_stale; 23505 service_name_unique.';
GRANT EXECUTE ON FUNCTION api.service_restore(bigint, integer) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
