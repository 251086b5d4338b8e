-- Deploy ticketfirst:functions/client_create to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.client_create(
    name text,
    email text,
    active boolean DEFAULT true
)
RETURNS api.client
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: makes a client.
-- Parameters: name: one line, 1 to 200 characters after trimming; email: unique among the live clients; active: whether
--             tickets may be linked to the client.
-- Returns: the client.
-- Raises: TF403 permission_missing, scope_missing;
--         23502 on any argument that is NULL; 23514 client_name_length, client_name_one_line, client_email_shape;
--         23505 client_email_unique.
-- Tables: writes desk.client.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_client desk.client;
BEGIN
    PERFORM internal.permission_require(v_actor, 'client_create');
    PERFORM internal.permission_require(v_actor, 'see_clients');
    INSERT INTO desk.client AS t (name, email, active)
    VALUES (internal.text_trim(client_create.name), internal.text_trim(client_create.email), client_create.active)
    RETURNING t.* INTO v_client;
    RETURN internal.client_view(v_client);
END;
$$;

COMMENT ON FUNCTION api.client_create(text, text, boolean) IS
'Makes a client, and returns it. Raises TF403 permission_missing, scope_missing; 23502 on any argument that is NULL; 23514 client_name_length, client_name_one_line, client_email_shape; 23505 client_email_unique.';
GRANT EXECUTE ON FUNCTION api.client_create(text, text, boolean) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
