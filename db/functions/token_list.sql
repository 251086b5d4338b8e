-- Deploy ticketfirst:functions/token_list to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.token_list(
    agent_id bigint DEFAULT NULL,
    sort text DEFAULT 'id',
    row_limit integer DEFAULT 25,
    after text DEFAULT NULL,
    deleted boolean DEFAULT false,
    client_id bigint DEFAULT NULL,
    service_id bigint DEFAULT NULL
)
RETURNS SETOF api.token
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER ROWS 25
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: the tokens that are not revoked, without their secrets.
-- Parameters: agent_id, client_id, service_id: of this actor; sort: id, or -id for the newest first; row_limit: 1 to 1,000 rows; after: the cursor where
--             the page before ended; deleted: revoked tokens instead.
-- Returns: the tokens, in order; none past the end.
-- Raises: TF403 permission_missing, scope_missing; TF422 list_limit_range, list_sort_unknown; TF400 cursor_invalid.
-- Tables: reads desk.api_token.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_ended internal.list_cursor;
    v_equalities text [];
BEGIN
    PERFORM internal.permission_require(v_actor, 'token_list');
    PERFORM internal.list_limit_require(token_list.row_limit, 1000);
    PERFORM internal.list_sort_field(token_list.sort, 'id');
    IF token_list.deleted THEN
        PERFORM internal.permission_require(v_actor, 'deleted_list', 'deleted');
    END IF;
    v_ended := internal.list_cursor_read(
        token_list.after,
        internal.list_binding(
            'token', token_list.sort, token_list.agent_id::text, token_list.client_id::text,
            token_list.service_id::text, token_list.deleted::text
        )
    );

    v_equalities := ARRAY[
        CASE WHEN token_list.agent_id IS NOT NULL THEN 't.agent_id = $1' END,
        CASE WHEN token_list.client_id IS NOT NULL THEN 't.client_id = $2' END,
        CASE WHEN token_list.service_id IS NOT NULL THEN 't.service_id = $3' END
    ];
    RETURN QUERY EXECUTE internal.list_query(
        'SELECT v.* FROM desk.api_token AS t CROSS JOIN LATERAL internal.token_view(t) AS v',
        CASE WHEN token_list.deleted IS NOT TRUE THEN v_equalities END,
        CASE WHEN token_list.deleted THEN v_equalities END
        || CASE WHEN token_list.deleted THEN 't.deleted_at IS NOT NULL' ELSE 't.deleted_at IS NULL' END,
        't.id', NULL, NULL,
        token_list.sort,
        v_ended,
        token_list.row_limit
    )
    USING token_list.agent_id, token_list.client_id, token_list.service_id;
END;
$$;

COMMENT ON FUNCTION api.token_list(bigint, text, integer, text, boolean, bigint, bigint) IS
'The live tokens, of one actor or all, without their secrets, sorted by id (- before it: descending), 1 to 1,000 rows after a cursor of api.token_page. Raises TF403 permission_missing, scope_missing; TF422 list_limit_range, list_sort_unknown; TF400 cursor_invalid.';
GRANT EXECUTE ON FUNCTION api.token_list(bigint, text, integer, text, boolean, bigint, bigint) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
