-- Deploy ticketfirst:functions/actor_client_ids to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.actor_client_ids()
RETURNS bigint []
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: the clients whose tickets the caller sees as a client: itself, and the members of its organisation where that
--          shares. As the owner: the caller does not see the members themselves.
-- Returns: the clients, itself first; none for whoever is no client.
-- Raises: 28000 actor_unknown.
-- Tables: reads desk.organisation_member.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
BEGIN
    IF v_actor.client_id IS NULL THEN
        RETURN cast('{}' AS bigint []);
    ELSIF v_actor.organisation_id IS NULL THEN
        RETURN ARRAY[v_actor.client_id];
    END IF;
    RETURN v_actor.client_id || ARRAY(
        SELECT m.client_id
          FROM desk.organisation_member AS m
         WHERE m.organisation_id = v_actor.organisation_id
           AND m.client_id <> v_actor.client_id
         ORDER BY m.client_id
    );
END;
$$;

COMMENT ON FUNCTION internal.actor_client_ids() IS
'The clients whose tickets the caller sees as a client. Raises 28000 actor_unknown.';
GRANT EXECUTE ON FUNCTION internal.actor_client_ids() TO ticketfirst_api;

COMMIT;
