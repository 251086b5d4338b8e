-- Deploy ticketfirst:functions/actor_client_id to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- SQL without a search_path setting, so that the planner writes it into the policies that ask it.
CREATE OR REPLACE FUNCTION internal.actor_client_id()
RETURNS bigint
LANGUAGE sql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER
RETURN (internal.actor()).client_id;

COMMENT ON FUNCTION internal.actor_client_id() IS
'The caller''s client, or NULL where it is none. Raises 28000 actor_unknown.';
GRANT EXECUTE ON FUNCTION internal.actor_client_id() TO ticketfirst_api;

COMMIT;
