-- Deploy ticketfirst:functions/actor_unknown to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.actor_unknown()
RETURNS internal.actor
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: refuses a caller who is nobody; an expression's last resort, hence the return type.
-- Returns: never.
-- Raises: 28000 actor_unknown.
BEGIN
    RAISE EXCEPTION 'database role % has not entered with a credential and is not mapped to a live, active actor', session_user
        USING ERRCODE = '28000', CONSTRAINT = 'actor_unknown';
END;
$$;

COMMENT ON FUNCTION internal.actor_unknown() IS 'Raises 28000 actor_unknown.';

COMMIT;
