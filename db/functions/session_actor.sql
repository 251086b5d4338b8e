-- Deploy ticketfirst:functions/session_actor to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.session_actor()
RETURNS internal.actor
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: who a database session is by its login role alone; no setting can change it.
-- Returns: a superuser or a member of ticketfirst_owner is an administrator; a role mapped in desk.database_role is its
--          live, active agent, client or service.
-- Raises: 28000 actor_unknown, for anybody else.
-- Tables: reads desk.database_role, and what internal.actor_make reads.
DECLARE
    v_role record;
    v_actor internal.actor;
BEGIN
    IF pg_catalog.pg_has_role(session_user, 'ticketfirst_owner', 'MEMBER') THEN
        RETURN internal.actor_make(NULL, NULL, NULL);
    END IF;

    SELECT d.* INTO v_role FROM desk.database_role AS d WHERE d.role_name = session_user;
    IF FOUND THEN
        v_actor := internal.actor_make(v_role.agent_id, v_role.client_id, v_role.service_id);
    END IF;
    IF v_actor.role IS NULL THEN
        RETURN internal.actor_unknown();
    END IF;
    RETURN v_actor;
END;
$$;

COMMENT ON FUNCTION internal.session_actor() IS
'The actor that the session''s login role stands for: an administrator, or a mapped agent, client or service. Raises 28000 actor_unknown.';

COMMIT;
