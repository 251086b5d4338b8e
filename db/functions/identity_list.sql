-- Deploy ticketfirst:functions/identity_list to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.identity_list(
    issuer text DEFAULT NULL,
    agent_id bigint DEFAULT NULL,
    client_id bigint DEFAULT NULL,
    service_id bigint DEFAULT NULL,
    row_limit integer DEFAULT 25,
    after text DEFAULT NULL
)
RETURNS SETOF api.identity
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER ROWS 25
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: who the subjects of other issuers are here, by id.
-- Parameters: issuer: of exactly this one; agent_id, client_id, service_id: of this actor; row_limit: 1 to 1,000 rows;
--             after: the cursor where the page before ended.
-- Returns: the identities, in order; none past the end.
-- Raises: TF403 permission_missing, scope_missing; TF422 list_limit_range; TF400 cursor_invalid.
-- Tables: reads desk.identity.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_ended internal.list_cursor;
BEGIN
    PERFORM internal.permission_require(v_actor, 'identity_list');
    PERFORM internal.list_limit_require(identity_list.row_limit, 1000);
    v_ended := internal.list_cursor_read(
        identity_list.after,
        internal.list_binding(
            'identity', 'id', identity_list.issuer, identity_list.agent_id::text, identity_list.client_id::text,
            identity_list.service_id::text
        )
    );

    RETURN QUERY EXECUTE internal.list_query(
        'SELECT (internal.identity_view(t)).* FROM desk.identity AS t',
        ARRAY[
            CASE WHEN identity_list.issuer IS NOT NULL THEN 't.issuer = $1' END,
            CASE WHEN identity_list.agent_id IS NOT NULL THEN 't.agent_id = $2' END,
            CASE WHEN identity_list.client_id IS NOT NULL THEN 't.client_id = $3' END,
            CASE WHEN identity_list.service_id IS NOT NULL THEN 't.service_id = $4' END
        ],
        ARRAY['true'], -- an identity is deleted for good: nothing is left out
        't.id', NULL, NULL,
        'id',
        v_ended,
        identity_list.row_limit
    )
    USING identity_list.issuer, identity_list.agent_id, identity_list.client_id, identity_list.service_id;
END;
$$;

COMMENT ON FUNCTION api.identity_list(text, bigint, bigint, bigint, integer, text) IS
'The identities of one issuer or all, of one actor or all, by id, 1 to 1,000 rows after a cursor of api.identity_page. Raises TF403 permission_missing, scope_missing; TF422 list_limit_range; TF400 cursor_invalid.';
GRANT EXECUTE ON FUNCTION api.identity_list(text, bigint, bigint, bigint, integer, text) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
