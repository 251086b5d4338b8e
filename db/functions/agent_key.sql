-- Deploy ticketfirst:functions/agent_key to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- CASE, not coalesce(): under row level security PostgreSQL trusts only the former in an index condition.
CREATE OR REPLACE FUNCTION internal.agent_key(agent_id bigint)
RETURNS bigint
LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE SECURITY INVOKER
RETURN CASE WHEN agent_id IS NULL THEN 0 ELSE agent_id END;

COMMENT ON FUNCTION internal.agent_key(bigint) IS
'A ticket''s agent as the indexes of desk.ticket have it: 0 while unassigned.';
GRANT EXECUTE ON FUNCTION internal.agent_key(bigint) TO ticketfirst_api;

COMMIT;
