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
-- Returns: the tickets, in order; none past the end.
-- Raises: TF422 list_limit_range, list_sort_unknown, ticket_words_length; TF400 cursor_invalid; TF403 permission_missing, scope_missing.
-- Tables: reads desk.ticket.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_sort CONSTANT text := internal.ticket_list_sort(
        ticket_list.sort, ticket_list.created_after, ticket_list.created_before, ticket_list.updated_after, ticket_list.updated_before
    );
    v_field CONSTANT text := internal.list_sort_field(v_sort, 'id', 'created_at', 'updated_at');
    v_ended internal.list_cursor;
BEGIN
    PERFORM internal.permission_require(v_actor, 'ticket_list');
    PERFORM internal.list_limit_require(ticket_list.row_limit, 1000);
    IF ticket_list.deleted THEN
        PERFORM internal.permission_require(v_actor, 'deleted_list', 'deleted');
    END IF;
    IF ticket_list.after IS NOT NULL THEN
        v_ended := internal.list_cursor_read(
            ticket_list.after,
            internal.list_binding(
                'ticket', v_sort, ticket_list.agent_id::text, ticket_list.unassigned::text, ticket_list.client_id::text,
                ticket_list.subject, ticket_list.created_after::text, ticket_list.created_before::text,
                ticket_list.updated_after::text, ticket_list.updated_before::text,
                ticket_list.deleted::text, ticket_list.team_id::text, ticket_list.teamless::text
            ),
            CASE WHEN v_field <> 'id' THEN 'timestamptz' END
        );
    END IF;
    IF char_length(ticket_list.subject) > 200 THEN
        RAISE EXCEPTION 'the words to look for must not be longer than a subject: 200 characters'
            USING ERRCODE = 'TF422', CONSTRAINT = 'ticket_words_length', COLUMN = 'subject';
    END IF;

    IF 'see_internal_comments' = ANY (v_actor.sights) THEN
        RETURN QUERY
        SELECT (internal.ticket_staff_view(t)).*
          FROM internal.ticket_find(
                   ticket_list.client_id, ticket_list.agent_id, ticket_list.unassigned, ticket_list.team_id, ticket_list.teamless,
                   ticket_list.subject, ticket_list.created_after, ticket_list.created_before,
                   ticket_list.updated_after, ticket_list.updated_before, v_sort, v_ended, ticket_list.row_limit, ticket_list.deleted
               ) AS t;
    ELSE
        RETURN QUERY
        SELECT v.*
          FROM internal.ticket_find(
                   ticket_list.client_id, ticket_list.agent_id, ticket_list.unassigned, ticket_list.team_id, ticket_list.teamless,
                   ticket_list.subject, ticket_list.created_after, ticket_list.created_before,
                   ticket_list.updated_after, ticket_list.updated_before, v_sort, v_ended, ticket_list.row_limit, ticket_list.deleted
               ) AS t
         CROSS JOIN LATERAL internal.ticket_client_view(t) AS v;
    END IF;
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
