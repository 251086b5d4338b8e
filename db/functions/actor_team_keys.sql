-- Deploy ticketfirst:functions/actor_team_keys to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- SQL without a search_path setting, so that the planner writes it into the policies that ask it.
CREATE OR REPLACE FUNCTION internal.actor_team_keys()
RETURNS bigint []
LANGUAGE sql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER
RETURN (internal.actor()).team_keys;

COMMENT ON FUNCTION internal.actor_team_keys() IS
'The teams whose tickets the caller sees, 0 for the tickets of no team. Raises 28000 actor_unknown.';
GRANT EXECUTE ON FUNCTION internal.actor_team_keys() TO ticketfirst_api;

COMMIT;
