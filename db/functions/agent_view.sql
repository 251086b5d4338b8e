-- Deploy ticketfirst:functions/agent_view to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- The one place that says which columns leave the database, in what order, and to whom.
CREATE OR REPLACE FUNCTION internal.agent_view(source desk.agent, actor internal.actor)
RETURNS api.agent
LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE SECURITY INVOKER
RETURN cast(
    row(
        (source).id,
        (source).name,
        CASE WHEN 'see_agent_emails' = ANY ((actor).sights) THEN (source).email END,
        (source).role,
        (source).active,
        (source).version,
        (source).created_at,
        (source).updated_at
    ) AS api.agent
);

COMMENT ON FUNCTION internal.agent_view(desk.agent, internal.actor) IS
'A row of desk.agent as the public functions show it to the caller.';
GRANT EXECUTE ON FUNCTION internal.agent_view(desk.agent, internal.actor) TO ticketfirst_api;

COMMIT;
