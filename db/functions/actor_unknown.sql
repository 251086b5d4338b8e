-- Deploy ticketfirst:functions/actor_unknown to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.actor_unknown()
RETURNS text
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER
SET search_path = ''
AS $$
-- Purpose: refuses a caller who is nobody; an expression's last resort, hence the return type.
-- Returns: never.
-- Raises: 28000 actor_unknown.
BEGIN
    RAISE EXCEPTION 'database role % has not entered with a credential and is not mapped to a live, active agent', session_user
        USING ERRCODE = '28000', CONSTRAINT = 'actor_unknown';
END;
$$;

COMMENT ON FUNCTION internal.actor_unknown() IS 'Raises 28000 actor_unknown.';
GRANT EXECUTE ON FUNCTION internal.actor_unknown() TO ticketfirst_api;

COMMIT;
