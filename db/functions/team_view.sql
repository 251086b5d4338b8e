-- Deploy ticketfirst:functions/team_view to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- The one place that says which columns leave the database, and in what order.
CREATE OR REPLACE FUNCTION internal.team_view(source desk.team)
RETURNS api.team
LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE SECURITY INVOKER
RETURN cast(
    row(
        (source).id,
        (source).name,
        (source).version,
        (source).created_at,
        (source).updated_at
    ) AS api.team
);

COMMENT ON FUNCTION internal.team_view(desk.team) IS
'A row of desk.team as the public functions show it.';
GRANT EXECUTE ON FUNCTION internal.team_view(desk.team) TO ticketfirst_api;

COMMIT;
