-- Deploy ticketfirst:functions/identity_page to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.identity_page(
    issuer text DEFAULT NULL,
    agent_id bigint DEFAULT NULL,
    client_id bigint DEFAULT NULL,
    service_id bigint DEFAULT NULL,
    row_limit integer DEFAULT 25,
    after text DEFAULT NULL
)
RETURNS api.identity_page
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: one page of api.identity_list, with the cursor of the next.
-- Parameters: issuer: of exactly this one; agent_id, client_id, service_id: of this actor; row_limit: 1 to 100 rows;
--             after: the cursor where the page before ended.
-- Returns: the identities and the cursor.
-- Raises: TF403 permission_missing, scope_missing; TF422 list_limit_range; TF400 cursor_invalid.
-- Tables: none, but what api.identity_list reads.
DECLARE
    v_rows api.identity [];
    v_last api.identity;
    v_page api.identity_page;
BEGIN
    PERFORM internal.list_limit_require(identity_page.row_limit, 100);
    -- One row more than asked for tells whether there is a next page.
    v_rows := ARRAY(
        SELECT l
          FROM api.identity_list(
                   identity_page.issuer, identity_page.agent_id, identity_page.client_id, identity_page.service_id,
                   identity_page.row_limit + 1, identity_page.after
               ) AS l
    );
    v_page.items := v_rows[1:identity_page.row_limit];
    IF cardinality(v_rows) > identity_page.row_limit THEN
        v_last := v_rows[identity_page.row_limit];
        v_page.next := internal.list_cursor_write(
            internal.list_binding(
                'identity', 'id', identity_page.issuer, identity_page.agent_id::text, identity_page.client_id::text,
                identity_page.service_id::text
            ),
            v_last.id,
            NULL
        );
    END IF;
    RETURN v_page;
END;
$$;

COMMENT ON FUNCTION api.identity_page(text, bigint, bigint, bigint, integer, text) IS
'One page of api.identity_list, 1 to 100 identities, with the cursor of the next page. Raises TF403 permission_missing, scope_missing; TF422 list_limit_range; TF400 cursor_invalid.';
GRANT EXECUTE ON FUNCTION api.identity_page(text, bigint, bigint, bigint, integer, text) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
