-- Deploy ticketfirst:functions/comment_view to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- The one place that says which columns leave the database, and in what order.
CREATE OR REPLACE FUNCTION internal.comment_view(source desk.comment)
RETURNS api.comment
LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE SECURITY INVOKER
RETURN cast(
    row(
        (source).id,
        (source).ticket_id,
        (source).author_agent_id,
        (source).author_client_id,
        (source).body,
        (source).visibility,
        (source).version,
        (source).created_at,
        (source).updated_at
    ) AS api.comment
);

COMMENT ON FUNCTION internal.comment_view(desk.comment) IS
'A row of desk.comment as the public functions show it.';
GRANT EXECUTE ON FUNCTION internal.comment_view(desk.comment) TO ticketfirst_api;

COMMIT;
