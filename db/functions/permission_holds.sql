-- Deploy ticketfirst:functions/permission_holds to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.permission_holds(actor internal.actor, permission text)
RETURNS boolean
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: whether an actor has a permission, for what refuses it in another order than permission_require would.
-- Parameters: actor: the caller; permission: a name of desk.permission.
-- Tables: reads desk.permission.
BEGIN
    RETURN EXISTS (
        SELECT
          FROM desk.permission AS p
         WHERE p.name = permission_holds.permission
           AND internal.permission_covers(p, permission_holds.actor)
    );
END;
$$;

COMMENT ON FUNCTION internal.permission_holds(internal.actor, text) IS
'Whether the actor has the permission.';
GRANT EXECUTE ON FUNCTION internal.permission_holds(internal.actor, text) TO ticketfirst_api;

COMMIT;
