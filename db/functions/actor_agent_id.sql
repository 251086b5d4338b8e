-- Deploy ticketfirst:functions/actor_agent_id to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- SQL without a search_path setting, so that the planner writes it into the policies that ask it.
CREATE OR REPLACE FUNCTION internal.actor_agent_id()
RETURNS bigint
LANGUAGE sql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER
RETURN (internal.actor()).agent_id;

COMMENT ON FUNCTION internal.actor_agent_id() IS
'The caller''s agent, or NULL where it is none. Raises 28000 actor_unknown.';
GRANT EXECUTE ON FUNCTION internal.actor_agent_id() TO ticketfirst_api;

COMMIT;
