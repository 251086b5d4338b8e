-- Deploy ticketfirst:functions/actor_is_administrator to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- A boolean for the policies to ask: the planner takes it to pass every second row, a comparison every two-hundredth,
-- and would then rather sort a whole list than read the first page of it from an index.
CREATE OR REPLACE FUNCTION internal.actor_is_administrator()
RETURNS boolean
LANGUAGE sql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER
RETURN internal.actor_role() = 'admin';

COMMENT ON FUNCTION internal.actor_is_administrator() IS 'Whether the caller is an administrator. Raises 28000 actor_unknown.';
GRANT EXECUTE ON FUNCTION internal.actor_is_administrator() TO ticketfirst_api;

COMMIT;
