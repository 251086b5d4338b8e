-- Deploy ticketfirst:functions/administrator_guard to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.administrator_guard(actor internal.actor, role text, field text DEFAULT NULL)
RETURNS void
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: whoever may change agents and services, make tokens or act for others does not become an administrator by it.
--          Administrators are those of role admin, and those of any role that may manage them.
-- Parameters: actor: the caller; role: what the other is or becomes; field: the argument at fault, if one is.
-- Raises: TF403 permission_missing, scope_missing.
-- Tables: reads desk.permission.
BEGIN
    IF administrator_guard.role = 'admin' OR EXISTS (
        SELECT
          FROM desk.permission AS p
         WHERE p.name = 'administrator_manage'
           AND administrator_guard.role = ANY (p.roles)
    ) THEN
        PERFORM internal.permission_require(administrator_guard.actor, 'administrator_manage', administrator_guard.field);
    END IF;
END;
$$;

COMMENT ON FUNCTION internal.administrator_guard(internal.actor, text, text) IS
'Where the other is an administrator, raises TF403 permission_missing, scope_missing unless the caller may manage those.';
GRANT EXECUTE ON FUNCTION internal.administrator_guard(internal.actor, text, text) TO ticketfirst_api;

COMMIT;
