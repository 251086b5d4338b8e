-- Deploy ticketfirst:functions/service_role_require to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.service_role_require(role text)
RETURNS void
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: a service has a role of services, whatever the table's constraints would say of another.
-- Parameters: role: the role; NULL is left to the column.
-- Raises: TF422 service_role_unknown.
-- Tables: reads desk.role.
BEGIN
    IF service_role_require.role IS NULL THEN
        RETURN;
    END IF;
    PERFORM FROM desk.role AS r WHERE r.name = service_role_require.role AND r.kind = 'service';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no role % of services', service_role_require.role
            USING ERRCODE = 'TF422', CONSTRAINT = 'service_role_unknown', COLUMN = 'role';
    END IF;
END;
$$;

COMMENT ON FUNCTION internal.service_role_require(text) IS
'Raises TF422 service_role_unknown unless the role is one of services.';
GRANT EXECUTE ON FUNCTION internal.service_role_require(text) TO ticketfirst_api;

COMMIT;
