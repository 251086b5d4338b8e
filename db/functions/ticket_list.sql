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
    v_ids bigint [];
    -- Which filters lead: no index has the teams with agents or clients.
    v_by_team CONSTANT boolean := v_actor.client_id IS NULL AND ticket_list.client_id IS NULL
        AND ticket_list.agent_id IS NULL AND ticket_list.unassigned IS NOT TRUE;
    v_team CONSTANT text := CASE
        WHEN ticket_list.team_id IS NOT NULL THEN 'internal.team_key(t.team_id) = nullif($10, 0)'
        WHEN ticket_list.teamless THEN 'internal.team_key(t.team_id) = 0'
    END;
    v_equalities text [];
    v_ranged boolean;
    v_scope text;
    v_sees_internal CONSTANT boolean := 'see_internal_comments' = ANY (v_actor.sights);
    v_shown CONSTANT text := CASE WHEN v_sees_internal THEN 'SELECT (internal.ticket_staff_view(t)).* FROM ' ELSE 'SELECT t.* FROM ' END;
    v_query text;
BEGIN
    PERFORM internal.permission_require(v_actor, 'ticket_list');
    PERFORM internal.list_limit_require(ticket_list.row_limit, 1000);
    IF ticket_list.deleted THEN
        PERFORM internal.permission_require(v_actor, 'deleted_list', 'deleted');
    END IF;
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
    IF char_length(ticket_list.subject) > 200 THEN
        RAISE EXCEPTION 'the words to look for must not be longer than a subject: 200 characters'
            USING ERRCODE = 'TF422', CONSTRAINT = 'ticket_words_length', COLUMN = 'subject';
    -- A client's tickets are looked through: how long others' words take to find would tell it of them.
    ELSIF ticket_list.subject IS NOT NULL AND v_actor.client_id IS NULL THEN
        v_ids := internal.ticket_search(ticket_list.subject);
    END IF;

    v_equalities := ARRAY[
        CASE WHEN ticket_list.client_id IS NOT NULL THEN 't.client_id = $1' END,
        CASE WHEN ticket_list.agent_id IS NOT NULL THEN 'internal.agent_key(t.agent_id) = nullif($2, 0)'
             WHEN ticket_list.unassigned THEN 'internal.agent_key(t.agent_id) = 0' END,
        CASE WHEN v_by_team THEN v_team END
    ];
    -- Few tickets found by words, and deleted ones, are not in the order of an index that leads with these.
    v_ranged := v_ids IS NULL AND ticket_list.deleted IS NOT TRUE;
    -- The policies say what is seen; without asking for the teams, or clients, one by one, a page would be sought among
    -- everybody's tickets.
    v_scope := CASE
        WHEN NOT v_ranged OR ticket_list.client_id IS NOT NULL OR 'see_all_tickets' = ANY (v_actor.sights) THEN NULL
        WHEN v_actor.client_id IS NOT NULL THEN 't.client_id = s.key'
        WHEN v_by_team AND v_team IS NULL THEN 'internal.team_key(t.team_id) = s.key'
    END;

    v_query := internal.list_query(
        CASE WHEN v_scope IS NULL THEN v_shown ELSE 'SELECT t.* FROM ' END || 'desk.ticket AS t',
        CASE WHEN v_ranged THEN v_scope || v_equalities END,
        CASE WHEN v_ranged THEN NULL ELSE v_equalities END || ARRAY[
            CASE WHEN ticket_list.deleted THEN 't.deleted_at IS NOT NULL' ELSE 't.deleted_at IS NULL' END,
            CASE WHEN NOT v_by_team THEN v_team END,
            CASE WHEN ticket_list.unassigned AND ticket_list.agent_id IS NOT NULL THEN 'false' END,
            CASE WHEN ticket_list.teamless AND ticket_list.team_id IS NOT NULL THEN 'false' END,
            CASE WHEN v_team IS NOT NULL AND 'see_teams' <> ALL (v_actor.sights) THEN 'false' END,
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
    );
    IF v_scope IS NOT NULL THEN
        v_query := internal.list_query(
            v_shown || 'unnest($9) AS s (key) CROSS JOIN LATERAL (' || v_query || ') AS t',
            NULL, ARRAY['true'], 't.' || v_field, NULL, NULL, v_sort, NULL, ticket_list.row_limit
        );
    END IF;
    IF NOT v_sees_internal THEN
        v_query := internal.list_query(
            'SELECT v.* FROM (' || v_query || ') AS t CROSS JOIN LATERAL internal.ticket_client_view(t) AS v',
            NULL, ARRAY['true'], 't.' || v_field, NULL, NULL, v_sort, NULL, ticket_list.row_limit
        );
    END IF;
    RETURN QUERY EXECUTE v_query
    USING
        ticket_list.client_id, ticket_list.agent_id, v_ids, ticket_list.subject,
        ticket_list.created_after, ticket_list.created_before, ticket_list.updated_after, ticket_list.updated_before,
        CASE WHEN v_actor.client_id IS NULL THEN v_actor.team_keys ELSE internal.actor_client_ids() END,
        ticket_list.team_id;
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
