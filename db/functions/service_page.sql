-- Deploy ticketfirst:functions/service_page to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.service_page(
    name text DEFAULT NULL,
    active boolean DEFAULT NULL,
    role text DEFAULT NULL,
    sort text DEFAULT 'id',
    row_limit integer DEFAULT 25,
    after text DEFAULT NULL,
    deleted boolean DEFAULT false
)
RETURNS api.service_page
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: one page of api.service_list, with the cursor of the next.
-- Parameters: name: exactly this one, but for the case of ASCII letters; active: or not; role: exactly this one; sort: id
--             or name, with - before it for descending; row_limit: 1 to 100 rows; after: the cursor where the page before
--             ended; deleted: deleted services instead (permission deleted_list).
-- Returns: the services and the cursor.
-- Raises: TF422 list_limit_range, list_sort_unknown; TF400 cursor_invalid; TF403 permission_missing, scope_missing.
-- Tables: none, but what api.service_list reads.
DECLARE
    v_rows api.service [];
    v_last api.service;
    v_page api.service_page;
BEGIN
    PERFORM internal.list_limit_require(service_page.row_limit, 100);
    -- One row more than asked for tells whether there is a next page.
    v_rows := ARRAY(
        SELECT l
          FROM api.service_list(
                   service_page.name, service_page.active, service_page.role, service_page.sort,
                   service_page.row_limit + 1, service_page.after, service_page.deleted
               ) AS l
    );
    v_page.items := v_rows[1:service_page.row_limit];
    IF cardinality(v_rows) > service_page.row_limit THEN
        v_last := v_rows[service_page.row_limit];
        v_page.next := internal.list_cursor_write(
            internal.list_binding(
                'service', service_page.sort, service_page.name, service_page.active::text, service_page.role,
                service_page.deleted::text
            ),
            v_last.id,
            CASE ltrim(service_page.sort, '-') WHEN 'name' THEN lower(v_last.name COLLATE "C") END
        );
    END IF;
    RETURN v_page;
END;
$$;

COMMENT ON FUNCTION api.service_page(text, boolean, text, text, integer, text, boolean) IS
'One page of api.service_list, 1 to 100 services, with the cursor of the next page. Raises TF422 list_limit_range, list_sort_unknown; TF400 cursor_invalid; TF403 permission_missing, scope_missing.';
GRANT EXECUTE ON FUNCTION api.service_page(text, boolean, text, text, integer, text, boolean) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
