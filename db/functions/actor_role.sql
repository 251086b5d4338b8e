-- Deploy ticketfirst:functions/actor_role to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- SQL without a search_path setting, so that the planner writes it into the policies that ask it.
CREATE OR REPLACE FUNCTION internal.actor_role()
RETURNS text
LANGUAGE sql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER
RETURN (internal.actor()).role;

COMMENT ON FUNCTION internal.actor_role() IS
'The caller''s role, as desk.role has it. Raises 28000 actor_unknown.';
GRANT EXECUTE ON FUNCTION internal.actor_role() TO ticketfirst_api;

COMMIT;
