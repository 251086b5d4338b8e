-- Deploy ticketfirst:functions/ticket_view to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- The one place that says what of a ticket leaves the database, and to whom.
CREATE OR REPLACE FUNCTION internal.ticket_view(source desk.ticket, actor internal.actor)
RETURNS api.ticket
LANGUAGE sql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER
RETURN CASE
    WHEN 'see_internal_comments' = ANY ((actor).sights) THEN internal.ticket_staff_view(source)
    ELSE internal.ticket_client_view(source)
END;

COMMENT ON FUNCTION internal.ticket_view(desk.ticket, internal.actor) IS
'A row of desk.ticket as the public functions show it to the caller.';
GRANT EXECUTE ON FUNCTION internal.ticket_view(desk.ticket, internal.actor) TO ticketfirst_api;

COMMIT;
