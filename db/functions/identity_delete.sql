-- Deploy ticketfirst:functions/identity_delete to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.identity_delete(id bigint)
RETURNS api.identity
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: deletes an identity for good: its subject enters no more.
-- Returns: the identity as it was.
-- Raises: TF403 permission_missing, scope_missing; TF404 identity_not_found.
-- Tables: writes desk.identity.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_identity desk.identity;
BEGIN
    PERFORM internal.permission_require(v_actor, 'identity_delete');
    DELETE FROM desk.identity AS i
     WHERE i.id = identity_delete.id
    RETURNING i.* INTO v_identity;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'identity % does not exist', identity_delete.id
            USING ERRCODE = 'TF404', CONSTRAINT = 'identity_not_found', COLUMN = 'id';
    END IF;
    PERFORM internal.administrator_guard(
        v_actor, internal.credential_role(v_identity.agent_id, v_identity.client_id, v_identity.service_id)
    );
    RETURN internal.identity_view(v_identity);
END;
$$;

COMMENT ON FUNCTION api.identity_delete(bigint) IS
'Deletes an identity for good, and returns it as it was. Raises TF403 permission_missing, scope_missing; TF404 identity_not_found.';
GRANT EXECUTE ON FUNCTION api.identity_delete(bigint) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
