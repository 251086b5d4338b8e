-- Deploy ticketfirst:functions/event_view to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- The one place that says which columns leave the database, in what order, and to whom.
CREATE OR REPLACE FUNCTION internal.event_view(source desk.event, actor internal.actor)
RETURNS api.event
LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE SECURITY INVOKER
RETURN cast(
    row(
        (source).id,
        (source).entity,
        (source).entity_id,
        (source).action,
        (source).version,
        CASE
            WHEN 'see_internal_comments' = ANY ((actor).sights) THEN (source).changes
            ELSE (source).changes - cast('{team_id,ticket_id,comment_count,last_comment_at}' AS text [])
        END,
        (source).visibility,
        (source).actor_agent_id,
        (source).actor_client_id,
        (source).actor_service_id,
        (source).by_agent_id,
        (source).by_service_id,
        CASE WHEN 'see_internal_comments' = ANY ((actor).sights) THEN (source).database_role END,
        CASE WHEN 'see_internal_comments' = ANY ((actor).sights) THEN (source).request_id END,
        (source).happened_at
    ) AS api.event
);

COMMENT ON FUNCTION internal.event_view(desk.event, internal.actor) IS
'A row of desk.event as the public functions show it to the caller.';
GRANT EXECUTE ON FUNCTION internal.event_view(desk.event, internal.actor) TO ticketfirst_api;

COMMIT;
