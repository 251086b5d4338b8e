-- Deploy ticketfirst:functions/service_create to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.service_create(
    name text,
    role text,
    active boolean DEFAULT true
)
RETURNS api.service
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: makes a service.
-- Parameters: name: one line, 1 to 200 characters after trimming, unique among the live services; role: of kind service in
--             desk.role; active: whether it may enter.
-- Returns: the service.
-- Raises: TF403 permission_missing, scope_missing; TF422 service_role_unknown; 23502 on any argument that is NULL;
--         23514 service_name_length, service_name_one_line; 23505 service_name_unique.
-- Tables: reads desk.role, writes desk.service.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_service desk.service;
BEGIN
    PERFORM internal.permission_require(v_actor, 'service_create');
    PERFORM internal.permission_require(v_actor, 'see_credentials');
    PERFORM internal.service_role_require(service_create.role);
    PERFORM internal.administrator_guard(v_actor, service_create.role, 'role');
    INSERT INTO desk.service AS t (name, role, active)
    VALUES (internal.text_trim(service_create.name), service_create.role, service_create.active)
    RETURNING t.* INTO v_service;
    RETURN internal.service_view(v_service);
END;
$$;

COMMENT ON FUNCTION api.service_create(text, text, boolean) IS
'Makes a service, and returns it. Raises TF403 permission_missing, scope_missing; TF422 service_role_unknown; 23502 on any argument that is NULL; 23514 service_name_length, service_name_one_line; 23505 service_name_unique.';
GRANT EXECUTE ON FUNCTION api.service_create(text, text, boolean) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
