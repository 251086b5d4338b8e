-- Deploy ticketfirst:functions/actor_sees to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- SQL without a search_path setting, so that the planner writes it into the policies that ask it. A boolean: the planner
-- takes it to pass every second row, a comparison every two-hundredth, and would then rather sort a whole list than read the
-- first page of it from an index.
CREATE OR REPLACE FUNCTION internal.actor_sees(sight text)
RETURNS boolean
LANGUAGE sql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER
RETURN sight = ANY ((internal.actor()).sights);

COMMENT ON FUNCTION internal.actor_sees(text) IS
'Whether the caller''s role has a permission see_…. Raises 28000 actor_unknown.';
GRANT EXECUTE ON FUNCTION internal.actor_sees(text) TO ticketfirst_api;

COMMIT;
