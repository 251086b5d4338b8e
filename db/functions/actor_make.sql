-- Deploy ticketfirst:functions/actor_make to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.actor_make(agent_id bigint, client_id bigint, service_id bigint)
RETURNS internal.actor
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: an actor with what follows from who it is.
-- Parameters: agent_id, client_id, service_id: one of them, or none: an administrator of the database.
-- Returns: the actor; its role is NULL where it is deleted or not active.
-- Tables: reads desk.agent, desk.team_member, desk.client, desk.organisation_member, desk.organisation, desk.service,
--         desk.permission.
DECLARE
    v_actor internal.actor;
BEGIN
    v_actor.team_keys := '{}';
    IF actor_make.agent_id IS NOT NULL THEN
        v_actor.agent_id := actor_make.agent_id;
        SELECT a.role, ARRAY(SELECT m.team_id FROM desk.team_member AS m WHERE m.agent_id = a.id)
          INTO v_actor.role, v_actor.team_keys
          FROM desk.agent AS a
         WHERE a.id = actor_make.agent_id AND a.active AND a.deleted_at IS NULL;
    ELSIF actor_make.client_id IS NOT NULL THEN
        v_actor.client_id := actor_make.client_id;
        SELECT 'client', g.id
          INTO v_actor.role, v_actor.organisation_id
          FROM desk.client AS c
          LEFT JOIN desk.organisation_member AS m ON m.client_id = c.id
          LEFT JOIN desk.organisation AS g ON g.id = m.organisation_id AND g.is_shared AND g.deleted_at IS NULL
         WHERE c.id = actor_make.client_id AND c.active AND c.deleted_at IS NULL;
    ELSIF actor_make.service_id IS NOT NULL THEN
        v_actor.service_id := actor_make.service_id;
        SELECT s.role
          INTO v_actor.role
          FROM desk.service AS s
         WHERE s.id = actor_make.service_id AND s.active AND s.deleted_at IS NULL;
    ELSE
        v_actor.role := 'admin';
    END IF;

    v_actor.sights := ARRAY(SELECT p.name FROM desk.permission AS p WHERE p.scope IS NULL AND v_actor.role = ANY (p.roles));
    IF 'see_unassigned_tickets' = ANY (v_actor.sights) THEN
        v_actor.team_keys := v_actor.team_keys || cast(0 AS bigint);
    END IF;
    RETURN v_actor;
END;
$$;

COMMENT ON FUNCTION internal.actor_make(bigint, bigint, bigint) IS
'The actor that an agent, client or service is, with what it sees; its role is NULL where it is deleted or not active.';

COMMIT;
