-- Deploy ticketfirst:functions/service_lock to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.service_lock(
    id bigint,
    if_version integer,
    actor internal.actor,
    permission text,
    deleted boolean DEFAULT false
)
RETURNS desk.service
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: finds the service that is to be written, and locks it. As the invoker: under the caller's policies. What the caller
--          does not see does not exist; what it sees and may not change is refused.
-- Parameters: if_version: the version the caller saw, NULL: any; actor: the caller; permission: what it needs for this;
--             deleted: whether a deleted one will do.
-- Returns: the row.
-- Raises: TF404 service_not_found; TF403 permission_missing, scope_missing; TF412 service_version_stale.
-- Tables: locks desk.service.
DECLARE
    v_service desk.service;
    v_is_locked boolean := false;
BEGIN
    -- Nobody waits for a row, or holds it, who may not change it.
    IF internal.permission_holds(service_lock.actor, service_lock.permission) THEN
        SELECT t.*
          INTO v_service
          FROM desk.service AS t
         WHERE t.id = service_lock.id
           AND (t.deleted_at IS NULL OR service_lock.deleted)
           FOR NO KEY UPDATE;
        v_is_locked := FOUND;
    END IF;
    IF NOT v_is_locked THEN
        -- Not there, or seen but not to be changed.
        PERFORM FROM desk.service AS t
          WHERE t.id = service_lock.id AND (t.deleted_at IS NULL OR service_lock.deleted);
        IF FOUND THEN
            PERFORM internal.permission_require(service_lock.actor, service_lock.permission);
        END IF;
        RAISE EXCEPTION 'service % does not exist', service_lock.id
            USING ERRCODE = 'TF404', CONSTRAINT = 'service_not_found', COLUMN = 'id';
    END IF;
    IF service_lock.if_version <> v_service.version THEN
        RAISE EXCEPTION 'service % has version %, not %', service_lock.id, v_service.version, service_lock.if_version
            USING ERRCODE = 'TF412', CONSTRAINT = 'service_version_stale', COLUMN = 'if_version';
    END IF;
    RETURN v_service;
END;
$$;

COMMENT ON FUNCTION internal.service_lock(bigint, integer, internal.actor, text, boolean) IS
'The service, locked for writing. Raises TF404 service_not_found; TF403 permission_missing, scope_missing; TF412 service_version_stale.';
GRANT EXECUTE ON FUNCTION internal.service_lock(bigint, integer, internal.actor, text, boolean) TO ticketfirst_api;

COMMIT;
