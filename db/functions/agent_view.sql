-- Deploy ticketfirst:functions/agent_view to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- The one place that says which columns leave the database, and in what order.
CREATE OR REPLACE FUNCTION internal.agent_view(source desk.agent)
RETURNS api.agent
LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE SECURITY INVOKER
RETURN cast(
    row(
        (source).id,
        (source).name,
        (source).email,
        (source).role,
        (source).active,
        (source).version,
        (source).created_at,
        (source).updated_at
    ) AS api.agent
);

COMMENT ON FUNCTION internal.agent_view(desk.agent) IS
'A row of desk.agent as the public functions show it.';
GRANT EXECUTE ON FUNCTION internal.agent_view(desk.agent) TO ticketfirst_api;

COMMIT;
