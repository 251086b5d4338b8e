-- Deploy ticketfirst:functions/event_view to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- The one place that says which columns leave the database, and in what order.
CREATE OR REPLACE FUNCTION internal.event_view(source desk.event)
RETURNS api.event
LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE SECURITY INVOKER
RETURN cast(
    row(
        (source).id,
        (source).entity,
        (source).entity_id,
        (source).action,
        (source).version,
        (source).changes,
        (source).actor_agent_id,
        (source).database_role,
        (source).request_id,
        (source).happened_at
    ) AS api.event
);

COMMENT ON FUNCTION internal.event_view(desk.event) IS
'A row of desk.event as the public functions show it.';
GRANT EXECUTE ON FUNCTION internal.event_view(desk.event) TO ticketfirst_api;

COMMIT;
