-- Deploy ticketfirst:functions/service_update to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.service_update(id bigint, changes jsonb, if_version integer DEFAULT NULL)
RETURNS api.service
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: changes a service.
-- Parameters: changes: a merge patch with name, role, active; if_version: the version the caller saw.
-- Returns: the service.
-- Raises: TF403 permission_missing, scope_missing, service_own_role; TF404 service_not_found; TF412 service_version_stale;
--         TF422 changes_not_object, changes_field_unknown, changes_field_type, service_role_unknown;
--         23502 on a field that is null; 23514 service_name_length, service_name_one_line; 23505 service_name_unique.
-- Tables: reads desk.role, writes desk.service.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_old desk.service;
    v_new desk.service;
BEGIN
    PERFORM internal.permission_require(v_actor, 'service_update');
    PERFORM internal.changes_require(service_update.changes, '{"name": "string", "role": "string", "active": "boolean"}');
    v_old := internal.service_lock(service_update.id, service_update.if_version, v_actor, 'service_update');
    PERFORM internal.administrator_guard(v_actor, v_old.role);
    v_new := v_old;
    IF service_update.changes ? 'name' THEN
        v_new.name := internal.text_trim(service_update.changes ->> 'name');
    END IF;
    IF service_update.changes ? 'role' THEN
        v_new.role := service_update.changes ->> 'role';
        PERFORM internal.service_role_require(v_new.role);
        PERFORM internal.administrator_guard(v_actor, v_new.role, 'role');
        IF v_new.role <> v_old.role AND v_old.id = v_actor.service_id THEN
            RAISE EXCEPTION 'a service does not give itself another role'
                USING ERRCODE = 'TF403', CONSTRAINT = 'service_own_role', COLUMN = 'role';
        END IF;
    END IF;
    IF service_update.changes ? 'active' THEN
        v_new.active := (service_update.changes ->> 'active')::boolean;
    END IF;
    IF v_new IS DISTINCT FROM v_old THEN
        UPDATE desk.service AS t
           SET name = v_new.name,
               role = v_new.role,
               active = v_new.active
         WHERE t.id = v_old.id
        RETURNING t.* INTO v_new;
    END IF;
    RETURN internal.service_view(v_new);
END;
$$;

COMMENT ON FUNCTION api.service_update(bigint, jsonb, integer) IS
'Changes name, role and active of a service by a merge patch, and returns it. Raises TF403 permission_missing, scope_missing, service_own_role; TF404 service_not_found; TF412 service_version_stale; TF422 changes_not_object, changes_field_unknown, changes_field_type, service_role_unknown; 23502 on a field that is null; 23514 service_name_length, service_name_one_line; 23505 service_name_unique.';
GRANT EXECUTE ON FUNCTION api.service_update(bigint, jsonb, integer) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
