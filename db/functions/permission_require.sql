-- Deploy ticketfirst:functions/permission_require to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.permission_require(actor internal.actor, permission text, field text DEFAULT NULL)
RETURNS void
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: refuses a caller without a permission.
-- Parameters: actor: the caller; permission: a name of desk.permission; field: the argument at fault, if one is.
-- Raises: TF403 permission_missing, scope_missing.
-- Tables: reads desk.permission.
DECLARE
    v_permission desk.permission;
BEGIN
    SELECT p.* INTO v_permission FROM desk.permission AS p WHERE p.name = permission_require.permission;
    -- As internal.permission_covers says it of a caller without scopes, as most are: what is not reached is not set up either.
    IF (permission_require.actor).scopes IS NULL AND (permission_require.actor).role = ANY (v_permission.roles) THEN
        RETURN;
    ELSIF internal.permission_covers(v_permission, permission_require.actor) THEN
        RETURN;
    ELSIF (permission_require.actor).role = ANY (v_permission.roles) THEN
        RAISE EXCEPTION 'this takes a token with scope %', v_permission.scope
            USING ERRCODE = 'TF403', CONSTRAINT = 'scope_missing', COLUMN = coalesce(permission_require.field, '');
    END IF;
    RAISE EXCEPTION 'role % does not have permission %', (permission_require.actor).role, permission_require.permission
        USING ERRCODE = 'TF403', CONSTRAINT = 'permission_missing', COLUMN = coalesce(permission_require.field, '');
END;
$$;

COMMENT ON FUNCTION internal.permission_require(internal.actor, text, text) IS
'Raises TF403 permission_missing, scope_missing unless the actor has the permission.';
GRANT EXECUTE ON FUNCTION internal.permission_require(internal.actor, text, text) TO ticketfirst_api;

COMMIT;
