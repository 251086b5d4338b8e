-- Deploy ticketfirst:functions/actor_name to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.actor_name(actor internal.actor)
RETURNS text
LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE SECURITY INVOKER
RETURN internal.credential_name((actor).agent_id, (actor).client_id, (actor).service_id) || CASE
    WHEN (actor).by_agent_id IS NOT NULL THEN ' by agent:' || cast((actor).by_agent_id AS text)
    WHEN (actor).by_service_id IS NOT NULL THEN ' by service:' || cast((actor).by_service_id AS text)
    ELSE ''
END;

COMMENT ON FUNCTION internal.actor_name(internal.actor) IS
'An actor in one word or three: agent:7, client:3 by service:1.';

COMMIT;
