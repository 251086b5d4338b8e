-- Deploy ticketfirst:functions/actor_is_staff to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- A boolean for the policies to ask: the planner takes it to pass every second row, a comparison every two-hundredth,
-- and would then rather sort a whole list than read the first page of it from an index.
CREATE OR REPLACE FUNCTION internal.actor_is_staff()
RETURNS boolean
LANGUAGE sql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER
RETURN internal.actor_role() IN ('admin', 'agent');

COMMENT ON FUNCTION internal.actor_is_staff() IS 'Whether the caller is an agent or administrator. Raises 28000 actor_unknown.';
GRANT EXECUTE ON FUNCTION internal.actor_is_staff() TO ticketfirst_api;

COMMIT;
