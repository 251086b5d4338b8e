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
    deleted boolean DEFAULT false
)
RETURNS SETOF api.ticket
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER ROWS 25
SET search_path = '' SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $$
-- Purpose: live tickets, filtered and sorted; the filters that are NULL cost nothing.
-- Parameters: agent_id: of this agent; unassigned: of nobody; client_id: of this client; subject: all these words are in it, up to 200
--             characters;
--             created_after, created_before, updated_after, updated_before: times, themselves excluded;
--             sort: id, created_at or updated_at, with - before it for descending, NULL: the time that is filtered by, or id;
--             row_limit: 1 to 1,000 rows; after: the cursor where the page before ended; deleted: deleted tickets instead
--             (administrators only).
-- Returns: the tickets, in order; none past the end.
-- Raises: TF422 list_limit_range, list_sort_unknown, ticket_words_length; TF400 cursor_invalid; TF403 administrator_only.
-- Tables: reads desk.ticket.
DECLARE
    v_sort CONSTANT text := internal.ticket_list_sort(
        ticket_list.sort, ticket_list.created_after, ticket_list.created_before, ticket_list.updated_after, ticket_list.updated_before
    );
    v_field CONSTANT text := internal.list_sort_field(v_sort, 'id', 'created_at', 'updated_at');
    v_ended internal.list_cursor;
    v_ids bigint [];
    v_equalities text [];
    v_ranged boolean;
BEGIN
    PERFORM internal.actor_role(); -- nobody is refused, even where the list is empty
    PERFORM internal.list_limit_require(ticket_list.row_limit, 1000);
    IF ticket_list.deleted THEN
        PERFORM internal.administrator_require('list deleted tickets', 'deleted');
    END IF;
    v_ended := internal.list_cursor_read(
        ticket_list.after,
        internal.list_binding(
            'ticket', v_sort, ticket_list.agent_id::text, ticket_list.unassigned::text, ticket_list.client_id::text,
            ticket_list.subject, ticket_list.created_after::text, ticket_list.created_before::text,
            ticket_list.updated_after::text, ticket_list.updated_before::text,
            ticket_list.deleted::text
        ),
        CASE WHEN v_field <> 'id' THEN 'timestamptz' END
    );
    IF char_length(ticket_list.subject) > 200 THEN
        RAISE EXCEPTION 'the words to look for must not be longer than a subject: 200 characters'
            USING ERRCODE = 'TF422', CONSTRAINT = 'ticket_words_length', COLUMN = 'subject';
    ELSIF ticket_list.subject IS NOT NULL THEN
        v_ids := internal.ticket_search(ticket_list.subject);
    END IF;

    v_equalities := ARRAY[
        CASE WHEN ticket_list.client_id IS NOT NULL THEN 't.client_id = $1' END,
        CASE WHEN ticket_list.agent_id IS NOT NULL THEN 'internal.agent_key(t.agent_id) = nullif($2, 0)'
             WHEN ticket_list.unassigned THEN 'internal.agent_key(t.agent_id) = 0' END
    ];
    -- Few tickets found by words, and deleted ones, are not in the order of an index that leads with these.
    v_ranged := v_ids IS NULL AND ticket_list.deleted IS NOT TRUE;

    RETURN QUERY EXECUTE internal.list_query(
        'SELECT (internal.ticket_view(t)).* FROM desk.ticket AS t',
        CASE WHEN v_ranged THEN v_equalities END,
        CASE WHEN v_ranged THEN NULL ELSE v_equalities END || ARRAY[
            CASE WHEN ticket_list.deleted THEN 't.deleted_at IS NOT NULL' ELSE 't.deleted_at IS NULL' END,
            CASE WHEN ticket_list.unassigned AND ticket_list.agent_id IS NOT NULL THEN 'false' END,
            CASE WHEN ticket_list.subject IS NULL THEN NULL
                 WHEN v_ids IS NOT NULL THEN 't.id = ANY ($3)'
                 ELSE 'to_tsvector(''simple'', t.subject) @@ plainto_tsquery(''simple'', $4)' END,
            CASE WHEN ticket_list.created_after IS NOT NULL AND v_field <> 'created_at' THEN 't.created_at > $5' END,
            CASE WHEN ticket_list.created_before IS NOT NULL AND v_field <> 'created_at' THEN 't.created_at < $6' END,
            CASE WHEN ticket_list.updated_after IS NOT NULL AND v_field <> 'updated_at' THEN 't.updated_at > $7' END,
            CASE WHEN ticket_list.updated_before IS NOT NULL AND v_field <> 'updated_at' THEN 't.updated_at < $8' END
        ],
        't.' || v_field,
        CASE WHEN v_field = 'created_at' AND ticket_list.created_after IS NOT NULL THEN '$5'
             WHEN v_field = 'updated_at' AND ticket_list.updated_after IS NOT NULL THEN '$7' END,
        CASE WHEN v_field = 'created_at' AND ticket_list.created_before IS NOT NULL THEN '$6'
             WHEN v_field = 'updated_at' AND ticket_list.updated_before IS NOT NULL THEN '$8' END,
        v_sort,
        v_ended,
        ticket_list.row_limit
    )
    USING
        ticket_list.client_id, ticket_list.agent_id, v_ids, ticket_list.subject,
        ticket_list.created_after, ticket_list.created_before, ticket_list.updated_after, ticket_list.updated_before;
END;
$$;

COMMENT ON FUNCTION api.ticket_list(
    bigint, boolean, bigint, text, timestamptz, timestamptz, timestamptz, timestamptz, text, integer,
    text, boolean
) IS
'Live tickets by agent, client, words in the subject and times, sorted by id, created_at or updated_at (- before it: descending; by default the time that is filtered by, or id), 1 to 1,000 rows after a cursor of api.ticket_page. Raises TF422 list_limit_range, list_sort_unknown, ticket_words_length; TF400 cursor_invalid; TF403 administrator_only.';
GRANT EXECUTE ON FUNCTION api.ticket_list(
    bigint, boolean, bigint, text, timestamptz, timestamptz, timestamptz, timestamptz, text, integer,
    text, boolean
) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
