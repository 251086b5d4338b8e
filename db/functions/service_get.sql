-- Deploy ticketfirst:functions/service_get to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.service_get(id bigint)
RETURNS api.service
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: one live service.
-- Returns: the service.
-- Raises: TF403 permission_missing, scope_missing;
--         TF404 service_not_found.
-- Tables: reads desk.service.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_service desk.service;
BEGIN
    PERFORM internal.permission_require(v_actor, 'service_get');
    SELECT t.*
      INTO v_service
      FROM desk.service AS t
     WHERE t.id = service_get.id
       AND t.deleted_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'service % does not exist', service_get.id
            USING ERRCODE = 'TF404', CONSTRAINT = 'service_not_found', COLUMN = 'id';
    END IF;
    RETURN internal.service_view(v_service);
END;
$$;

COMMENT ON FUNCTION api.service_get(bigint) IS
'The live service with this id. Raises TF403 permission_missing, scope_missing; TF404 service_not_found.';
GRANT EXECUTE ON FUNCTION api.service_get(bigint) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
