-- Deploy ticketfirst:functions/team_member_view to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- The one place that says which columns leave the database, and in what order.
CREATE OR REPLACE FUNCTION internal.team_member_view(source desk.team_member)
RETURNS api.team_member
LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE SECURITY INVOKER
RETURN cast(
    row(
        (source).team_id,
        (source).agent_id,
        (source).created_at
    ) AS api.team_member
);

COMMENT ON FUNCTION internal.team_member_view(desk.team_member) IS
'A row of desk.team_member as the public functions show it.';
GRANT EXECUTE ON FUNCTION internal.team_member_view(desk.team_member) TO ticketfirst_api;

COMMIT;
