-- Deploy ticketfirst:functions/ticket_history_page to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.ticket_history_page(
    id bigint,
    sort text DEFAULT 'id',
    row_limit integer DEFAULT 25,
    after text DEFAULT NULL
)
RETURNS api.event_page
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: one page of api.ticket_history, with the cursor of the next.
-- Parameters: sort: id, or -id for the newest first; row_limit: 1 to 100 rows; after: the cursor where the page before ended.
-- Returns: the events and the cursor.
-- Raises: TF403 permission_missing, scope_missing;
--         TF404 ticket_not_found; TF422 list_limit_range, list_sort_unknown; TF400 cursor_invalid.
-- Tables: none, but what api.ticket_history reads.
DECLARE
    v_rows api.event [];
    v_last api.event;
    v_page api.event_page;
BEGIN
    PERFORM internal.list_limit_require(ticket_history_page.row_limit, 100);
    -- One row more than asked for tells whether there is a next page.
    v_rows := ARRAY(
        SELECT l
          FROM api.ticket_history(
                   ticket_history_page.id, ticket_history_page.sort, ticket_history_page.row_limit + 1, ticket_history_page.after
               ) AS l
    );
    v_page.items := v_rows[1:ticket_history_page.row_limit];
    IF cardinality(v_rows) > ticket_history_page.row_limit THEN
        v_last := v_rows[ticket_history_page.row_limit];
        v_page.next := internal.list_cursor_write(
            internal.list_binding('event', ticket_history_page.sort, ticket_history_page.id::text),
            v_last.id,
            NULL
        );
    END IF;
    RETURN v_page;
END;
$$;

COMMENT ON FUNCTION api.ticket_history_page(bigint, text, integer, text) IS
'One page of api.ticket_history, 1 to 100 events, with the cursor of the next page. Raises TF403 permission_missing, scope_missing; TF404 ticket_not_found; TF422 list_limit_range, list_sort_unknown; TF400 cursor_invalid.';
GRANT EXECUTE ON FUNCTION api.ticket_history_page(bigint, text, integer, text) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
