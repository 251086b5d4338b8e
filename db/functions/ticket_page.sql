-- Deploy ticketfirst:functions/ticket_page to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.ticket_page(
    agent_id bigint DEFAULT NULL,
    unassigned boolean DEFAULT false,
    client_id bigint DEFAULT NULL,
    subject text DEFAULT NULL,
    created_after timestamptz DEFAULT NULL,
    created_before timestamptz DEFAULT NULL,
    updated_after timestamptz DEFAULT NULL,
    updated_before timestamptz DEFAULT NULL,
    sort text DEFAULT NULL,
    row_limit integer DEFAULT 25,
    after text DEFAULT NULL,
    deleted boolean DEFAULT false,
    team_id bigint DEFAULT NULL,
    teamless boolean DEFAULT false
)
RETURNS api.ticket_page
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $$
-- Purpose: one page of api.ticket_list, with the cursor of the next.
-- Parameters: agent_id: of this agent; unassigned: of nobody; client_id: of this client; subject: all these words are in it, up to 200
--             characters;
--             created_after, created_before, updated_after, updated_before: times, themselves excluded;
--             sort: id, created_at or updated_at, with - before it for descending, NULL: the time that is filtered by, or id;
--             row_limit: 1 to 100 rows; after: the cursor where the page before ended; deleted: deleted tickets instead
--             (permission deleted_list); team_id: of this team; teamless: of none.
-- Returns: the tickets and the cursor.
-- Raises: TF422 list_limit_range, list_sort_unknown, ticket_words_length; TF400 cursor_invalid; TF403 permission_missing, scope_missing.
-- Tables: none, but what internal.ticket_find reads.
DECLARE
    v_sort CONSTANT text := internal.ticket_list_sort(
        ticket_page.sort, ticket_page.created_after, ticket_page.created_before, ticket_page.updated_after, ticket_page.updated_before
    );
    v_rows api.ticket [];
    v_last api.ticket;
    v_next text;
BEGIN
    PERFORM internal.list_limit_require(ticket_page.row_limit, 100);
    -- One row more than asked for tells whether there is a next page.
    v_rows := internal.ticket_find(
        ticket_page.agent_id, ticket_page.unassigned, ticket_page.client_id, ticket_page.subject,
        ticket_page.created_after, ticket_page.created_before, ticket_page.updated_after, ticket_page.updated_before,
        v_sort, ticket_page.row_limit + 1, ticket_page.after, ticket_page.deleted, ticket_page.team_id, ticket_page.teamless
    );
    IF cardinality(v_rows) > ticket_page.row_limit THEN
        v_last := v_rows[ticket_page.row_limit];
        v_next := internal.list_cursor_write(
            internal.list_binding(
                'ticket', v_sort, ticket_page.agent_id::text, ticket_page.unassigned::text, ticket_page.client_id::text,
                ticket_page.subject, ticket_page.created_after::text, ticket_page.created_before::text,
                ticket_page.updated_after::text, ticket_page.updated_before::text,
                ticket_page.deleted::text, ticket_page.team_id::text, ticket_page.teamless::text
            ),
            v_last.id,
            CASE ltrim(v_sort, '-')
                WHEN 'created_at' THEN v_last.created_at::text
                WHEN 'updated_at' THEN v_last.updated_at::text
            END
        );
    END IF;
    RETURN row(v_rows[1:ticket_page.row_limit], v_next)::api.ticket_page;
END;
$$;

COMMENT ON FUNCTION api.ticket_page(
    bigint, boolean, bigint, text, timestamptz, timestamptz, timestamptz, timestamptz, text, integer,
    text, boolean, bigint, boolean
) IS
'One page of api.ticket_list, 1 to 100 tickets, with the cursor of the next page. Raises TF422 list_limit_range, list_sort_unknown, ticket_words_length; TF400 cursor_invalid; TF403 permission_missing, scope_missing.';
GRANT EXECUTE ON FUNCTION api.ticket_page(
    bigint, boolean, bigint, text, timestamptz, timestamptz, timestamptz, timestamptz, text, integer,
    text, boolean, bigint, boolean
) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
