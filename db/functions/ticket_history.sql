-- Deploy ticketfirst:functions/ticket_history to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.ticket_history(
    id bigint,
    sort text DEFAULT 'id',
    row_limit integer DEFAULT 25,
    after text DEFAULT NULL
)
RETURNS SETOF api.event
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER ROWS 25
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: what happened to a ticket and its comments, those that were moved away up to and including their move.
-- Parameters: sort: id, or -id for the newest first; row_limit: 1 to 1,000 rows; after: the cursor where the page before
--             ended.
-- Returns: the events, in order.
-- Raises: TF403 permission_missing, scope_missing;
--         TF404 ticket_not_found, for all but administrators of a deleted one too; TF422 list_limit_range,
--         list_sort_unknown; TF400 cursor_invalid.
-- Tables: reads desk.ticket, desk.event.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_ended internal.list_cursor;
    v_deleted_at timestamptz;
BEGIN
    PERFORM internal.permission_require(v_actor, 'ticket_history');
    PERFORM internal.list_limit_require(ticket_history.row_limit, 1000);
    PERFORM internal.list_sort_field(ticket_history.sort, 'id');
    v_ended := internal.list_cursor_read(
        ticket_history.after,
        internal.list_binding('event', ticket_history.sort, ticket_history.id::text)
    );
    SELECT t.deleted_at INTO v_deleted_at FROM desk.ticket AS t WHERE t.id = ticket_history.id;
    IF NOT FOUND OR (v_deleted_at IS NOT NULL AND NOT internal.actor_may('deleted_list')) THEN
        PERFORM internal.ticket_conceal(ticket_history.id);
        RAISE EXCEPTION 'ticket % does not exist', ticket_history.id
            USING ERRCODE = 'TF404', CONSTRAINT = 'ticket_not_found', COLUMN = 'id';
    END IF;

    -- Two ranges, each of one index and no longer than the page, make the page: what is on the ticket now, and what left it.
    RETURN QUERY EXECUTE internal.list_query(
        'SELECT (internal.event_view(t, $2)).* FROM (('
        || internal.list_query(
               'SELECT t.* FROM desk.event AS t', ARRAY['t.ticket_id = $1'], ARRAY['t.ticket_id IS NOT NULL'], 't.id', NULL, NULL,
               ticket_history.sort, v_ended, ticket_history.row_limit
           )
        || ') UNION ALL ('
        || internal.list_query(
               'SELECT t.* FROM desk.event AS t', ARRAY['t.former_ticket_id = $1'], ARRAY['t.ticket_id <> $1'], 't.id', NULL, NULL,
               ticket_history.sort, v_ended, ticket_history.row_limit
           )
        || ')) AS t',
        NULL, ARRAY['true'], 't.id', NULL, NULL, ticket_history.sort, v_ended, ticket_history.row_limit
    )
    USING ticket_history.id, v_actor;
END;
$$;

COMMENT ON FUNCTION api.ticket_history(bigint, text, integer, text) IS
'The journal of a ticket and its comments, oldest first (sort => ''-id'': newest first), 1 to 1,000 events after a cursor of api.ticket_history_page; of a deleted ticket for administrators. Raises TF403 permission_missing, scope_missing; TF404 ticket_not_found; TF422 list_limit_range, list_sort_unknown; TF400 cursor_invalid.';
GRANT EXECUTE ON FUNCTION api.ticket_history(bigint, text, integer, text) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
