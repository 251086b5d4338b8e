-- Deploy ticketfirst:functions/service_list to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.service_list(
    name text DEFAULT NULL,
    active boolean DEFAULT NULL,
    role text DEFAULT NULL,
    sort text DEFAULT 'id',
    row_limit integer DEFAULT 25,
    after text DEFAULT NULL,
    deleted boolean DEFAULT false
)
RETURNS SETOF api.service
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER ROWS 25
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: live services, filtered and sorted.
-- Parameters: name: exactly this one, but for the case of ASCII letters; active: or not; role: exactly this one; sort: id
--             or name, with - before it for descending; row_limit: 1 to 1,000 rows; after: the cursor where the page
--             before ended; deleted: deleted services instead (permission deleted_list).
-- Returns: the services, in order; none past the end.
-- Raises: TF422 list_limit_range, list_sort_unknown; TF400 cursor_invalid; TF403 permission_missing, scope_missing.
-- Tables: reads desk.service.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_field CONSTANT text := internal.list_sort_field(service_list.sort, 'id', 'name');
    v_ended internal.list_cursor;
BEGIN
    PERFORM internal.permission_require(v_actor, 'service_list');
    PERFORM internal.list_limit_require(service_list.row_limit, 1000);
    IF service_list.deleted THEN
        PERFORM internal.permission_require(v_actor, 'deleted_list', 'deleted');
    END IF;
    v_ended := internal.list_cursor_read(
        service_list.after,
        internal.list_binding(
            'service', service_list.sort, service_list.name, service_list.active::text, service_list.role,
            service_list.deleted::text
        ),
        CASE WHEN v_field = 'name' THEN 'text' END
    );

    -- There are few services: the filters need no order of their own.
    RETURN QUERY EXECUTE internal.list_query(
        'SELECT (internal.service_view(t)).* FROM desk.service AS t',
        NULL,
        ARRAY[
            CASE WHEN service_list.deleted THEN 't.deleted_at IS NOT NULL' ELSE 't.deleted_at IS NULL' END,
            CASE WHEN service_list.name IS NOT NULL THEN 't.name_key = lower($1 COLLATE "C")' END,
            CASE WHEN service_list.active IS NOT NULL THEN 't.active = $2' END,
            CASE WHEN service_list.role IS NOT NULL THEN 't.role = $3' END
        ],
        CASE v_field WHEN 'name' THEN 't.name_key' ELSE 't.id' END, NULL, NULL,
        service_list.sort,
        v_ended,
        service_list.row_limit
    )
    USING service_list.name, service_list.active, service_list.role;
END;
$$;

COMMENT ON FUNCTION api.service_list(text, boolean, text, text, integer, text, boolean) IS
'Live services by name, role and whether active, sorted by id or name (- before it: descending), 1 to 1,000 rows after a cursor of api.service_page. Raises TF422 list_limit_range, list_sort_unknown; TF400 cursor_invalid; TF403 permission_missing, scope_missing.';
GRANT EXECUTE ON FUNCTION api.service_list(text, boolean, text, text, integer, text, boolean) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
