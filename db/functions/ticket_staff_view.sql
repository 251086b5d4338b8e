-- Deploy ticketfirst:functions/ticket_staff_view to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- Inlined by the planner: internal.ticket_view says to whom.
CREATE OR REPLACE FUNCTION internal.ticket_staff_view(source desk.ticket)
RETURNS api.ticket
LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE SECURITY INVOKER
RETURN cast(
    row(
        (source).id,
        (source).subject,
        (source).description,
        (source).client_id,
        (source).agent_id,
        (source).team_id,
        (source).comment_count,
        (source).last_comment_at,
        (source).version,
        (source).created_at,
        (source).updated_at
    ) AS api.ticket
);

COMMENT ON FUNCTION internal.ticket_staff_view(desk.ticket) IS
'A row of desk.ticket as those see it who see internal comments.';
GRANT EXECUTE ON FUNCTION internal.ticket_staff_view(desk.ticket) TO ticketfirst_api;

COMMIT;
