-- Deploy ticketfirst:functions/actor_may to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.actor_may(VARIADIC permissions text [])
RETURNS boolean
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: whether the caller has one of some permissions, for the policies to ask.
-- Raises: 28000 actor_unknown.
-- Tables: reads desk.permission.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
BEGIN
    RETURN EXISTS (
        SELECT
          FROM desk.permission AS p
         WHERE p.name = ANY (actor_may.permissions)
           AND internal.permission_covers(p, v_actor)
    );
END;
$$;

COMMENT ON FUNCTION internal.actor_may(text []) IS
'Whether the caller has one of these permissions. Raises 28000 actor_unknown.';
GRANT EXECUTE ON FUNCTION internal.actor_may(text []) TO ticketfirst_api;

COMMIT;
