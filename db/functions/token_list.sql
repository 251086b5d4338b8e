-- Deploy ticketfirst:functions/token_list to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.token_list(
    agent_id bigint DEFAULT NULL,
    sort text DEFAULT 'id',
    row_limit integer DEFAULT 25,
    after text DEFAULT NULL,
    deleted boolean DEFAULT false
)
RETURNS SETOF api.token
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER ROWS 25
SET search_path = ''
AS $$
-- Purpose: the tokens that are not revoked, without their secrets.
-- Parameters: agent_id: of this agent; sort: id, or -id for the newest first; row_limit: 1 to 1,000 rows; after: the cursor where
--             the page before ended; deleted: revoked tokens instead.
-- Returns: the tokens, in order; none past the end.
-- Raises: TF403 administrator_only; TF422 list_limit_range, list_sort_unknown; TF400 cursor_invalid.
-- Tables: reads desk.api_token.
DECLARE
    v_ended internal.list_cursor;
BEGIN
    PERFORM internal.administrator_require('list tokens');
    PERFORM internal.list_limit_require(token_list.row_limit, 1000);
    PERFORM internal.list_sort_field(token_list.sort, 'id');
    v_ended := internal.list_cursor_read(
        token_list.after,
        internal.list_binding('token', token_list.sort, token_list.agent_id::text, token_list.deleted::text)
    );

    RETURN QUERY EXECUTE internal.list_query(
        'SELECT (internal.token_view(t)).* FROM desk.api_token AS t',
        CASE WHEN token_list.agent_id IS NOT NULL AND token_list.deleted IS NOT TRUE THEN ARRAY['t.agent_id = $1'] END,
        ARRAY[
            CASE WHEN token_list.deleted THEN 't.deleted_at IS NOT NULL' ELSE 't.deleted_at IS NULL' END,
            CASE WHEN token_list.agent_id IS NOT NULL AND token_list.deleted THEN 't.agent_id = $1' END
        ],
        't.id', NULL, NULL,
        token_list.sort,
        v_ended,
        token_list.row_limit
    )
    USING token_list.agent_id;
END;
$$;

COMMENT ON FUNCTION api.token_list(bigint, text, integer, text, boolean) IS
'The live tokens, of one agent or all, without their secrets, sorted by id (- before it: descending), 1 to 1,000 rows after a cursor of api.token_page; administrators only. Raises TF403 administrator_only; TF422 list_limit_range, list_sort_unknown; TF400 cursor_invalid.';
GRANT EXECUTE ON FUNCTION api.token_list(bigint, text, integer, text, boolean) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
