-- Deploy ticketfirst:functions/client_get to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.client_get(id bigint)
RETURNS api.client
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: one live client.
-- Returns: the client.
-- Raises: TF403 permission_missing, scope_missing;
--         TF404 client_not_found.
-- Tables: reads desk.client.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_client desk.client;
BEGIN
    PERFORM internal.permission_require(v_actor, 'client_get');
    SELECT t.*
      INTO v_client
      FROM desk.client AS t
     WHERE t.id = client_get.id
       AND t.deleted_at IS NULL;
    IF NOT FOUND THEN
        PERFORM internal.client_conceal(client_get.id);
        RAISE EXCEPTION 'client % does not exist', client_get.id
            USING ERRCODE = 'TF404', CONSTRAINT = 'client_not_found', COLUMN = 'id';
    END IF;
    RETURN internal.client_view(v_client);
END;
$$;

COMMENT ON FUNCTION api.client_get(bigint) IS
'The live client with this id. Raises TF403 permission_missing, scope_missing; TF404 client_not_found.';
GRANT EXECUTE ON FUNCTION api.client_get(bigint) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
