-- Deploy ticketfirst:functions/ticket_view to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- The one place that says which columns leave the database, and in what order.
CREATE OR REPLACE FUNCTION internal.ticket_view(source desk.ticket)
RETURNS api.ticket
LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE SECURITY INVOKER
RETURN cast(
    row(
        (source).id,
        (source).subject,
        (source).description,
        (source).client_id,
        (source).agent_id,
        (source).comment_count,
        (source).last_comment_at,
        (source).version,
        (source).created_at,
        (source).updated_at
    ) AS api.ticket
);

COMMENT ON FUNCTION internal.ticket_view(desk.ticket) IS
'A row of desk.ticket as the public functions show it.';
GRANT EXECUTE ON FUNCTION internal.ticket_view(desk.ticket) TO ticketfirst_api;

COMMIT;
