-- Deploy ticketfirst:functions/comment_page to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.comment_page(
    ticket_id bigint,
    sort text DEFAULT 'id',
    row_limit integer DEFAULT 25,
    after text DEFAULT NULL,
    deleted boolean DEFAULT false
)
RETURNS api.comment_page
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $$
-- Purpose: one page of api.comment_list, with the cursor of the next.
-- Parameters: sort: id or created_at, with - before it for descending; row_limit: 1 to 100 rows; after: the cursor where the
--             page before ended; deleted: deleted comments instead (permission deleted_list).
-- Returns: the comments and the cursor.
-- Raises: TF404 ticket_not_found; TF422 list_limit_range, list_sort_unknown; TF400 cursor_invalid; TF403 permission_missing, scope_missing.
-- Tables: none, but what api.comment_list reads.
DECLARE
    v_rows api.comment [];
    v_last api.comment;
    v_page api.comment_page;
BEGIN
    PERFORM internal.list_limit_require(comment_page.row_limit, 100);
    -- One row more than asked for tells whether there is a next page.
    v_rows := ARRAY(
        SELECT l
          FROM api.comment_list(
                   comment_page.ticket_id, comment_page.sort, comment_page.row_limit + 1, comment_page.after, comment_page.deleted
               ) AS l
    );
    v_page.items := v_rows[1:comment_page.row_limit];
    IF cardinality(v_rows) > comment_page.row_limit THEN
        v_last := v_rows[comment_page.row_limit];
        v_page.next := internal.list_cursor_write(
            internal.list_binding('comment', comment_page.sort, comment_page.ticket_id::text, comment_page.deleted::text),
            v_last.id,
            CASE ltrim(comment_page.sort, '-') WHEN 'created_at' THEN v_last.created_at::text END
        );
    END IF;
    RETURN v_page;
END;
$$;

COMMENT ON FUNCTION api.comment_page(bigint, text, integer, text, boolean) IS
'One page of api.comment_list, 1 to 100 comments, with the cursor of the next page. Raises TF404 ticket_not_found; TF422 list_limit_range, list_sort_unknown; TF400 cursor_invalid; TF403 permission_missing, scope_missing.';
GRANT EXECUTE ON FUNCTION api.comment_page(bigint, text, integer, text, boolean) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
