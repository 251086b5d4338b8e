-- Deploy ticketfirst:functions/client_list to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.client_list(
    email text DEFAULT NULL,
    active boolean DEFAULT NULL,
    name text DEFAULT NULL,
    sort text DEFAULT 'id',
    row_limit integer DEFAULT 25,
    after text DEFAULT NULL,
    deleted boolean DEFAULT false
)
RETURNS SETOF api.client
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER ROWS 25
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: live clients, filtered and sorted.
-- Parameters: email, name: exactly this one, but for the case of ASCII letters; active: or not; sort: id or name, with -
--             before it for descending; row_limit: 1 to 1,000 rows; after: the cursor where the page before ended;
--             deleted: deleted clients instead (permission deleted_list).
-- Returns: the clients, in order; none past the end.
-- Raises: TF422 list_limit_range, list_sort_unknown; TF400 cursor_invalid; TF403 permission_missing, scope_missing.
-- Tables: reads desk.client.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_field CONSTANT text := internal.list_sort_field(client_list.sort, 'id', 'name');
    v_ended internal.list_cursor;
    v_equalities text [];
    v_ranged boolean;
BEGIN
    PERFORM internal.permission_require(v_actor, 'client_list');
    PERFORM internal.list_limit_require(client_list.row_limit, 1000);
    IF client_list.deleted THEN
        PERFORM internal.permission_require(v_actor, 'deleted_list', 'deleted');
    END IF;
    v_ended := internal.list_cursor_read(
        client_list.after,
        internal.list_binding('client', client_list.sort, client_list.email, client_list.active::text, client_list.name, client_list.deleted::text),
        CASE WHEN v_field = 'name' THEN 'text' END
    );

    v_equalities := ARRAY[
        CASE WHEN client_list.active IS NOT NULL THEN 't.active = $1' END,
        CASE WHEN client_list.name IS NOT NULL THEN 't.name_key = lower($2 COLLATE "C")' END
    ];
    -- The one row with an email address, and deleted ones, are not in the order of an index that leads with these.
    v_ranged := client_list.email IS NULL AND client_list.deleted IS NOT TRUE;

    RETURN QUERY EXECUTE internal.list_query(
        'SELECT (internal.client_view(t)).* FROM desk.client AS t',
        CASE WHEN v_ranged THEN v_equalities END,
        CASE WHEN v_ranged THEN NULL ELSE v_equalities END || ARRAY[
            CASE WHEN client_list.deleted THEN 't.deleted_at IS NOT NULL' ELSE 't.deleted_at IS NULL' END,
            CASE WHEN client_list.email IS NOT NULL THEN 't.email_key = lower($3 COLLATE "C")' END
        ],
        CASE v_field WHEN 'name' THEN 't.name_key' ELSE 't.id' END, NULL, NULL,
        client_list.sort,
        v_ended,
        client_list.row_limit
    )
    USING client_list.active, client_list.name, client_list.email;
END;
$$;

COMMENT ON FUNCTION api.client_list(text, boolean, text, text, integer, text, boolean) IS
'Live clients by email, name and whether active, sorted by id or name (- before it: descending), 1 to 1,000 rows after a cursor of api.client_page. Raises TF422 list_limit_range, list_sort_unknown; TF400 cursor_invalid; TF403 permission_missing, scope_missing.';
GRANT EXECUTE ON FUNCTION api.client_list(text, boolean, text, text, integer, text, boolean) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
