-- Deploy ticketfirst:functions/agent_page to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.agent_page(
    email text DEFAULT NULL,
    active boolean DEFAULT NULL,
    name text DEFAULT NULL,
    sort text DEFAULT 'id',
    row_limit integer DEFAULT 25,
    after text DEFAULT NULL,
    deleted boolean DEFAULT false
)
RETURNS api.agent_page
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: one page of api.agent_list, with the cursor of the next.
-- Parameters: email, name: exactly this one, but for the case of ASCII letters; active: or not; sort: id or name, with -
--             before it for descending; row_limit: 1 to 100 rows; after: the cursor where the page before ended;
--             deleted: deleted agents instead (permission deleted_list).
-- Returns: the agents and the cursor.
-- Raises: TF422 list_limit_range, list_sort_unknown; TF400 cursor_invalid; TF403 permission_missing, scope_missing.
-- Tables: none, but what api.agent_list reads.
DECLARE
    v_rows api.agent [];
    v_last api.agent;
    v_page api.agent_page;
BEGIN
    PERFORM internal.list_limit_require(agent_page.row_limit, 100);
    -- One row more than asked for tells whether there is a next page.
    v_rows := ARRAY(
        SELECT l
          FROM api.agent_list(
                   agent_page.email, agent_page.active, agent_page.name, agent_page.sort,
                   agent_page.row_limit + 1, agent_page.after, agent_page.deleted
               ) AS l
    );
    v_page.items := v_rows[1:agent_page.row_limit];
    IF cardinality(v_rows) > agent_page.row_limit THEN
        v_last := v_rows[agent_page.row_limit];
        v_page.next := internal.list_cursor_write(
            internal.list_binding('agent', agent_page.sort, agent_page.email, agent_page.active::text, agent_page.name, agent_page.deleted::text),
            v_last.id,
            CASE ltrim(agent_page.sort, '-') WHEN 'name' THEN lower(v_last.name COLLATE "C") END
        );
    END IF;
    RETURN v_page;
END;
$$;

COMMENT ON FUNCTION api.agent_page(text, boolean, text, text, integer, text, boolean) IS
'One page of api.agent_list, 1 to 100 agents, with the cursor of the next page. Raises TF422 list_limit_range, list_sort_unknown; TF400 cursor_invalid; TF403 permission_missing, scope_missing.';
GRANT EXECUTE ON FUNCTION api.agent_page(text, boolean, text, text, integer, text, boolean) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
