-- Deploy ticketfirst:functions/client_update to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.client_update(id bigint, changes jsonb, if_version integer DEFAULT NULL)
RETURNS api.client
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: changes a client.
-- Parameters: changes: a merge patch with name, email, active; if_version: the version the caller saw.
-- Returns: the client.
-- Raises: TF403 permission_missing, scope_missing;
--         TF404 client_not_found; TF412 client_version_stale; TF422 changes_not_object, changes_field_unknown,
--         changes_field_type; 23502 on a field that is null; 23514 client_name_length, client_name_one_line,
--         client_email_shape; 23505 client_email_unique.
-- Tables: writes desk.client.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_old desk.client;
    v_new desk.client;
BEGIN
    PERFORM internal.changes_require(client_update.changes, '{"name": "string", "email": "string", "active": "boolean"}');
    v_old := internal.client_lock(client_update.id, client_update.if_version, v_actor, 'client_update');
    v_new := v_old;
    IF client_update.changes ? 'name' THEN
        v_new.name := internal.text_trim(client_update.changes ->> 'name');
    END IF;
    IF client_update.changes ? 'email' THEN
        v_new.email := internal.text_trim(client_update.changes ->> 'email');
    END IF;
    IF client_update.changes ? 'active' THEN
        v_new.active := (client_update.changes ->> 'active')::boolean;
    END IF;
    IF v_new IS DISTINCT FROM v_old THEN
        UPDATE desk.client AS t
           SET name = v_new.name,
               email = v_new.email,
               active = v_new.active
         WHERE t.id = v_old.id
        RETURNING t.* INTO v_new;
    END IF;
    RETURN internal.client_view(v_new);
END;
$$;

COMMENT ON FUNCTION api.client_update(bigint, jsonb, integer) IS
'Changes name, email and active of a client by a merge patch, and returns it. Raises TF403 permission_missing, scope_missing; TF404 client_not_found; TF412 client_version_stale; TF422 changes_not_object, changes_field_unknown, changes_field_type; 23502 on a field that is null; 23514 client_name_length, client_name_one_line, client_email_shape; 23505 client_email_unique.';
GRANT EXECUTE ON FUNCTION api.client_update(bigint, jsonb, integer) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
