-- Deploy ticketfirst:functions/ticket_list to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.ticket_list(
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
RETURNS SETOF api.ticket
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER ROWS 25
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $$
-- Purpose: live tickets, filtered and sorted; the filters that are NULL cost nothing.
-- Parameters: agent_id: of this agent; unassigned: of nobody; client_id: of this client; subject: all these words are in it, up to 200
--             characters;
--             created_after, created_before, updated_after, updated_before: times, themselves excluded;
--             sort: id, created_at or updated_at, with - before it for descending, NULL: the time that is filtered by, or id;
--             row_limit: 1 to 1,000 rows; after: the cursor where the page before ended; deleted: deleted tickets instead
--             (permission deleted_list); team_id: of this team; teamless: of none.
-- Returns: the tickets, in order; none past the end. All of them are in memory at once, with their descriptions.
-- Raises: TF422 list_limit_range, list_sort_unknown, ticket_words_length; TF400 cursor_invalid; TF403 permission_missing, scope_missing.
-- Tables: none, but what internal.ticket_find reads.
DECLARE
    -- Not in the query: the planner, who wants to know how many rows there will be, would look for them as well.
    v_rows CONSTANT api.ticket [] := internal.ticket_find(
        ticket_list.agent_id, ticket_list.unassigned, ticket_list.client_id, ticket_list.subject,
        ticket_list.created_after, ticket_list.created_before, ticket_list.updated_after, ticket_list.updated_before,
        internal.ticket_list_sort(
            ticket_list.sort,
            ticket_list.created_after, ticket_list.created_before, ticket_list.updated_after, ticket_list.updated_before
        ),
        ticket_list.row_limit, ticket_list.after, ticket_list.deleted, ticket_list.team_id, ticket_list.teamless
    );
BEGIN
    RETURN QUERY SELECT t.* FROM unnest(v_rows) AS t;
END;
$$;

COMMENT ON FUNCTION api.ticket_list(
    bigint, boolean, bigint, text, timestamptz, timestamptz, timestamptz, timestamptz, text, integer,
    text, boolean, bigint, boolean
) IS
'Live tickets by agent, client, team, words in the subject and times, sorted by id, created_at or updated_at (- before it: descending; by default the time that is filtered by, or id), 1 to 1,000 rows after a cursor of api.ticket_page. Raises TF422 list_limit_range, list_sort_unknown, ticket_words_length; TF400 cursor_invalid; TF403 permission_missing, scope_missing.';
GRANT EXECUTE ON FUNCTION api.ticket_list(
    bigint, boolean, bigint, text, timestamptz, timestamptz, timestamptz, timestamptz, text, integer,
    text, boolean, bigint, boolean
) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
