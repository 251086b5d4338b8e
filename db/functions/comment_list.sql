-- Deploy ticketfirst:functions/comment_list to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.comment_list(
    ticket_id bigint,
    sort text DEFAULT 'id',
    row_limit integer DEFAULT 25,
    after text DEFAULT NULL,
    deleted boolean DEFAULT false
)
RETURNS SETOF api.comment
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER ROWS 25
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $$
-- Purpose: the live comments of a live ticket.
-- Parameters: sort: id or created_at, with - before it for descending; row_limit: 1 to 1,000 rows; after: the cursor where the
--             page before ended; deleted: deleted comments instead (permission deleted_list).
-- Returns: the comments, in order; none past the end.
-- Raises: TF404 ticket_not_found; TF422 list_limit_range, list_sort_unknown; TF400 cursor_invalid; TF403 permission_missing, scope_missing.
-- Tables: reads desk.ticket, desk.comment.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_field CONSTANT text := internal.list_sort_field(comment_list.sort, 'id', 'created_at');
    v_ended internal.list_cursor;
BEGIN
    PERFORM internal.permission_require(v_actor, 'comment_list');
    PERFORM internal.list_limit_require(comment_list.row_limit, 1000);
    IF comment_list.deleted THEN
        PERFORM internal.permission_require(v_actor, 'deleted_list', 'deleted');
    END IF;
    v_ended := internal.list_cursor_read(
        comment_list.after,
        internal.list_binding('comment', comment_list.sort, comment_list.ticket_id::text, comment_list.deleted::text),
        CASE WHEN v_field <> 'id' THEN 'timestamptz' END
    );
    PERFORM FROM desk.ticket AS k WHERE k.id = comment_list.ticket_id AND k.deleted_at IS NULL;
    IF NOT FOUND THEN
        PERFORM internal.ticket_conceal(comment_list.ticket_id);
        RAISE EXCEPTION 'ticket % does not exist', comment_list.ticket_id
            USING ERRCODE = 'TF404', CONSTRAINT = 'ticket_not_found', COLUMN = 'ticket_id';
    END IF;

    RETURN QUERY EXECUTE internal.list_query(
        'SELECT (internal.comment_view(t)).* FROM desk.comment AS t',
        ARRAY['t.ticket_id = $1'],
        ARRAY[CASE WHEN comment_list.deleted THEN 't.deleted_at IS NOT NULL' ELSE 't.deleted_at IS NULL' END],
        't.' || v_field, NULL, NULL,
        comment_list.sort,
        v_ended,
        comment_list.row_limit
    )
    USING comment_list.ticket_id;
END;
$$;

COMMENT ON FUNCTION api.comment_list(bigint, text, integer, text, boolean) IS
'The live comments of a ticket, sorted by id or created_at (- before it: descending), 1 to 1,000 rows after a cursor of api.comment_page. Raises TF404 ticket_not_found; TF422 list_limit_range, list_sort_unknown; TF400 cursor_invalid; TF403 permission_missing, scope_missing.';
GRANT EXECUTE ON FUNCTION api.comment_list(bigint, text, integer, text, boolean) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
