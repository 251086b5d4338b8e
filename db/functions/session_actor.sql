-- Deploy ticketfirst:functions/session_actor to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.session_actor()
RETURNS internal.actor
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = ''
AS $$
-- Purpose: who a database session is by its login role alone; no setting can change it.
-- Returns: a superuser or a member of ticketfirst_owner is an administrator without an agent; a role mapped in
--          desk.database_role is its live, active agent; anybody else is nobody (both fields NULL).
-- Tables: reads desk.database_role, desk.agent.
DECLARE
    v_actor internal.actor;
BEGIN
    IF pg_catalog.pg_has_role(session_user, 'ticketfirst_owner', 'MEMBER') THEN
        v_actor.role := 'admin';
        RETURN v_actor;
    END IF;

    SELECT a.id, a.role
      INTO v_actor
      FROM desk.database_role AS d
      JOIN desk.agent AS a ON a.id = d.agent_id
     WHERE d.role_name = session_user
       AND a.active
       AND a.deleted_at IS NULL;
    RETURN v_actor;
END;
$$;

COMMENT ON FUNCTION internal.session_actor() IS
'The actor that the session''s login role stands for: an administrator, a mapped agent, or nobody.';
GRANT EXECUTE ON FUNCTION internal.session_actor() TO ticketfirst_api;

COMMIT;
