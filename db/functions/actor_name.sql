-- Deploy ticketfirst:functions/actor_name to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.actor_name(actor internal.actor)
RETURNS text
LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE SECURITY INVOKER
RETURN CASE
    WHEN (actor).agent_id IS NOT NULL THEN 'agent:' || (actor).agent_id
    WHEN (actor).client_id IS NOT NULL THEN 'client:' || (actor).client_id
    WHEN (actor).service_id IS NOT NULL THEN 'service:' || (actor).service_id
    ELSE 'database'
END || CASE
    WHEN (actor).by_agent_id IS NOT NULL THEN ' by agent:' || (actor).by_agent_id
    WHEN (actor).by_service_id IS NOT NULL THEN ' by service:' || (actor).by_service_id
    ELSE ''
END;

COMMENT ON FUNCTION internal.actor_name(internal.actor) IS
'An actor in one word or three: agent:7, client:3 by service:1.';

COMMIT;
