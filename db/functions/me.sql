-- Deploy ticketfirst:functions/me to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.me()
RETURNS api.me
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: who is asking, and what it may do. It takes no permission: whoever is somebody may know who.
-- Returns: the caller; where it acts on behalf of another, the other, and who acts.
-- Raises: 28000 actor_unknown.
-- Tables: reads desk.agent, desk.client, desk.service, desk.team, desk.organisation_member, desk.organisation,
--         desk.permission.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_me api.me;
BEGIN
    v_me.role := v_actor.role;
    v_me.agent_id := v_actor.agent_id;
    v_me.client_id := v_actor.client_id;
    v_me.service_id := v_actor.service_id;
    v_me.name := CASE
        WHEN v_actor.agent_id IS NOT NULL THEN (SELECT a.name FROM desk.agent AS a WHERE a.id = v_actor.agent_id)
        WHEN v_actor.client_id IS NOT NULL THEN (SELECT c.name FROM desk.client AS c WHERE c.id = v_actor.client_id)
        WHEN v_actor.service_id IS NOT NULL THEN (SELECT s.name FROM desk.service AS s WHERE s.id = v_actor.service_id)
        ELSE cast(session_user AS text)
    END;
    v_me.by_agent_id := v_actor.by_agent_id;
    v_me.by_service_id := v_actor.by_service_id;
    -- 0 stands for the tickets of no team; the members of a deleted team wait for it to be restored.
    v_me.team_ids := ARRAY(
        SELECT k.id
          FROM unnest(v_actor.team_keys) AS k (id)
         WHERE k.id > 0
           AND NOT EXISTS (SELECT FROM desk.team AS t WHERE t.id = k.id AND t.deleted_at IS NOT NULL)
         ORDER BY k.id
    );
    v_me.organisation_id := (
        SELECT m.organisation_id
          FROM desk.organisation_member AS m
          JOIN desk.organisation AS o ON o.id = m.organisation_id AND o.deleted_at IS NULL
         WHERE m.client_id = v_actor.client_id
    );
    v_me.scopes := v_actor.scopes;
    v_me.permissions := ARRAY(
        SELECT p.name
          FROM desk.permission AS p
         WHERE internal.permission_covers(p, v_actor)
         ORDER BY p.name COLLATE "C"
    );
    RETURN v_me;
END;
$$;

COMMENT ON FUNCTION api.me() IS
'Who is asking, and what it may do. Raises 28000 actor_unknown.';
GRANT EXECUTE ON FUNCTION api.me() TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
