-- Deploy ticketfirst:functions/actor_name to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.actor_name(actor internal.actor)
RETURNS text
LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE SECURITY INVOKER
RETURN CASE
    WHEN (actor).agent_id IS NOT NULL THEN 'agent:' || cast((actor).agent_id AS text)
    WHEN (actor).client_id IS NOT NULL THEN 'client:' || cast((actor).client_id AS text)
    WHEN (actor).service_id IS NOT NULL THEN 'service:' || cast((actor).service_id AS text)
    ELSE 'database'
END || CASE
    WHEN (actor).by_agent_id IS NOT NULL THEN ' by agent:' || cast((actor).by_agent_id AS text)
    WHEN (actor).by_service_id IS NOT NULL THEN ' by service:' || cast((actor).by_service_id AS text)
    ELSE ''
END;

COMMENT ON FUNCTION internal.actor_name(internal.actor) IS
'An actor in one word or three: agent:7, client:3 by service:1.';

COMMIT;
