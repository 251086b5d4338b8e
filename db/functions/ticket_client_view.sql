-- Deploy ticketfirst:functions/ticket_client_view to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.ticket_client_view(source desk.ticket)
RETURNS api.ticket
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: a ticket as those see it who see no internal comments: neither are they counted, nor is its team told. As the
--          invoker: under the caller's policies.
-- Tables: reads desk.comment.
DECLARE
    v_ticket api.ticket := internal.ticket_staff_view(ticket_client_view.source);
BEGIN
    SELECT cast(count(*) AS integer), max(c.created_at)
      INTO v_ticket.comment_count, v_ticket.last_comment_at
      FROM desk.comment AS c
     WHERE c.ticket_id = (ticket_client_view.source).id
       AND c.visibility = 'public'
       AND c.deleted_at IS NULL;
    v_ticket.team_id := NULL;
    RETURN v_ticket;
END;
$$;

COMMENT ON FUNCTION internal.ticket_client_view(desk.ticket) IS
'A row of desk.ticket as those see it who see no internal comments.';
GRANT EXECUTE ON FUNCTION internal.ticket_client_view(desk.ticket) TO ticketfirst_api;

COMMIT;
