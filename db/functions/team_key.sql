-- Deploy ticketfirst:functions/team_key to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- CASE, not coalesce(): under row level security PostgreSQL trusts only the former in an index condition.
CREATE OR REPLACE FUNCTION internal.team_key(team_id bigint)
RETURNS bigint
LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE SECURITY INVOKER
RETURN CASE WHEN team_id IS NULL THEN 0 ELSE team_id END;

COMMENT ON FUNCTION internal.team_key(bigint) IS
'A ticket''s team as the policies and indexes of desk.ticket have it: 0 for none.';
GRANT EXECUTE ON FUNCTION internal.team_key(bigint) TO ticketfirst_api;

COMMIT;
