-- Deploy ticketfirst:functions/token_page to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.token_page(
    agent_id bigint DEFAULT NULL,
    sort text DEFAULT 'id',
    row_limit integer DEFAULT 25,
    after text DEFAULT NULL,
    deleted boolean DEFAULT false,
    client_id bigint DEFAULT NULL,
    service_id bigint DEFAULT NULL
)
RETURNS api.token_page
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: one page of api.token_list, with the cursor of the next.
-- Parameters: agent_id, client_id, service_id: of this actor; sort: id, or -id for the newest first; row_limit: 1 to 100 rows; after: the cursor where
--             the page before ended; deleted: revoked tokens instead.
-- Returns: the tokens and the cursor.
-- Raises: TF403 permission_missing, scope_missing; TF422 list_limit_range, list_sort_unknown; TF400 cursor_invalid.
-- Tables: none, but what api.token_list reads.
DECLARE
    v_rows api.token [];
    v_last api.token;
    v_page api.token_page;
BEGIN
    PERFORM internal.list_limit_require(token_page.row_limit, 100);
    -- One row more than asked for tells whether there is a next page.
    v_rows := ARRAY(
        SELECT l
          FROM api.token_list(
                   token_page.agent_id, token_page.sort, token_page.row_limit + 1, token_page.after, token_page.deleted,
                   token_page.client_id, token_page.service_id
               ) AS l
    );
    v_page.items := v_rows[1:token_page.row_limit];
    IF cardinality(v_rows) > token_page.row_limit THEN
        v_last := v_rows[token_page.row_limit];
        v_page.next := internal.list_cursor_write(
            internal.list_binding(
                'token', token_page.sort, token_page.agent_id::text, token_page.client_id::text,
                token_page.service_id::text, token_page.deleted::text
            ),
            v_last.id,
            NULL
        );
    END IF;
    RETURN v_page;
END;
$$;

COMMENT ON FUNCTION api.token_page(bigint, text, integer, text, boolean, bigint, bigint) IS
'One page of api.token_list, 1 to 100 tokens, with the cursor of the next page. Raises TF403 permission_missing, scope_missing; TF422 list_limit_range, list_sort_unknown; TF400 cursor_invalid.';
GRANT EXECUTE ON FUNCTION api.token_page(bigint, text, integer, text, boolean, bigint, bigint) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
