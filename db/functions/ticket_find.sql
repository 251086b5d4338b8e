-- Deploy ticketfirst:functions/ticket_find to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- An array, as rows that go from function to function are formed, stored and taken apart again by each.
CREATE OR REPLACE FUNCTION internal.ticket_find(
    agent_id bigint,
    unassigned boolean,
    client_id bigint,
    subject text,
    created_after timestamptz,
    created_before timestamptz,
    updated_after timestamptz,
    updated_before timestamptz,
    sort text,
    row_limit integer,
    after text,
    deleted boolean,
    team_id bigint,
    teamless boolean
)
RETURNS api.ticket []
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: what api.ticket_list and api.ticket_page are: tickets by any filters, the fastest way: through one index, where there is one
--          filter beside the time sorted by, or few rows that have the words.
-- Parameters: as of api.ticket_list, but sort: not NULL. Cursors have times as text: as the callers' timezone and datestyle write them.
-- Returns: the tickets, in order, that the caller's policies let through.
-- Raises: 28000 actor_unknown; TF422 list_limit_range, list_sort_unknown, ticket_words_length; TF400 cursor_invalid;
--         TF403 permission_missing, scope_missing.
-- Tables: reads desk.ticket.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_field CONSTANT text := internal.list_sort_field(ticket_find.sort, 'id', 'created_at', 'updated_at');
    v_sees_all CONSTANT boolean := 'see_all_tickets' = ANY (v_actor.sights);
    v_filters CONSTANT integer := num_nonnulls(
        ticket_find.client_id, ticket_find.agent_id, nullif(ticket_find.unassigned, false),
        ticket_find.team_id, nullif(ticket_find.teamless, false)
    );
    v_ended internal.list_cursor;
    v_after timestamptz;
    v_before timestamptz;
    v_other_time boolean := false;
    v_part internal.list_part;
    v_ids bigint [];
BEGIN
    PERFORM internal.permission_require(v_actor, 'ticket_list');
    -- The limit is 1,000. A page has seen to its own, of 100, and asks for one row more: it is not kept waiting for a second check.
    IF (ticket_find.row_limit BETWEEN 1 AND 101) IS NOT TRUE THEN
        PERFORM internal.list_limit_require(ticket_find.row_limit, 1000);
    END IF;
    IF ticket_find.deleted THEN
        PERFORM internal.permission_require(v_actor, 'deleted_list', 'deleted');
    END IF;
    IF ticket_find.after IS NOT NULL THEN
        v_ended := internal.list_cursor_read(
            ticket_find.after,
            internal.list_binding(
                'ticket', ticket_find.sort, ticket_find.agent_id::text, ticket_find.unassigned::text, ticket_find.client_id::text,
                ticket_find.subject, ticket_find.created_after::text, ticket_find.created_before::text,
                ticket_find.updated_after::text, ticket_find.updated_before::text,
                ticket_find.deleted::text, ticket_find.team_id::text, ticket_find.teamless::text
            ),
            CASE WHEN v_field <> 'id' THEN 'timestamptz' END
        );
    END IF;
    -- The time that is sorted by says where to begin and end. Another is looked for in each ticket.
    IF num_nonnulls(ticket_find.created_after, ticket_find.created_before, ticket_find.updated_after, ticket_find.updated_before) > 0 THEN
        IF v_field = 'created_at' THEN
            v_after := ticket_find.created_after;
            v_before := ticket_find.created_before;
        ELSIF v_field = 'updated_at' THEN
            v_after := ticket_find.updated_after;
            v_before := ticket_find.updated_before;
        END IF;
        v_other_time := (v_field <> 'created_at' AND num_nonnulls(ticket_find.created_after, ticket_find.created_before) > 0)
            OR (v_field <> 'updated_at' AND num_nonnulls(ticket_find.updated_after, ticket_find.updated_before) > 0);
    END IF;
    v_part := internal.list_part_make(ticket_find.sort, v_ended, v_after, v_before);

    -- Words, of all that the staff's teams have, or one of them. A client's tickets are looked through, see internal.ticket_filter.
    IF ticket_find.subject IS NOT NULL THEN
        IF char_length(ticket_find.subject) > 200 THEN
            RAISE EXCEPTION 'the words to look for must not be longer than a subject: 200 characters'
                USING ERRCODE = 'TF422', CONSTRAINT = 'ticket_words_length', COLUMN = 'subject';
        END IF;
        IF v_actor.client_id IS NULL AND ticket_find.deleted IS NOT TRUE AND NOT v_other_time
            AND v_filters = num_nonnulls(ticket_find.team_id, nullif(ticket_find.teamless, false)) AND v_filters <= 1 THEN
            v_ids := internal.ticket_match(
                ticket_find.subject,
                CASE WHEN v_filters > 0 OR NOT v_sees_all
                    THEN internal.ticket_list_teams(v_actor, ticket_find.team_id, ticket_find.teamless) END,
                ticket_find.sort, v_part, ticket_find.row_limit
            );
        END IF;
    END IF;

    CASE
        WHEN v_ids IS NOT NULL THEN
            RETURN ARRAY(
                SELECT internal.ticket_view(t, v_actor)
                  FROM internal.ticket_walk_ids(v_ids, ticket_find.sort, v_part, ticket_find.row_limit) AS t
            );
        WHEN v_filters > 1
            OR ticket_find.subject IS NOT NULL
            OR ticket_find.deleted
            OR v_other_time
            -- A client's own tickets are what is looked through, unless permissions show it more.
            OR (v_actor.client_id IS NOT NULL AND ticket_find.client_id IS NULL AND NOT v_sees_all
                AND (v_filters > 0 OR v_actor.team_keys <> '{}'))
            THEN
            RETURN ARRAY(
                SELECT internal.ticket_view(t, v_actor)
                  FROM internal.ticket_filter(
                           ticket_find.client_id, ticket_find.agent_id, ticket_find.unassigned, ticket_find.team_id, ticket_find.teamless,
                           ticket_find.subject, ticket_find.created_after, ticket_find.created_before,
                           ticket_find.updated_after, ticket_find.updated_before,
                           ticket_find.sort, v_ended, ticket_find.row_limit, ticket_find.deleted
                       ) AS t
            );
        WHEN ticket_find.client_id IS NOT NULL OR (v_actor.client_id IS NOT NULL AND NOT v_sees_all) THEN
            RETURN ARRAY(
                SELECT internal.ticket_view(t, v_actor)
                  FROM internal.ticket_walk_clients(
                           internal.ticket_list_clients(v_actor, ticket_find.client_id), ticket_find.sort, v_part, ticket_find.row_limit
                       ) AS t
            );
        WHEN ticket_find.agent_id IS NOT NULL OR ticket_find.unassigned THEN
            RETURN ARRAY(
                SELECT internal.ticket_view(t, v_actor)
                  FROM internal.ticket_walk_agent(
                           CASE WHEN ticket_find.unassigned THEN 0 ELSE nullif(ticket_find.agent_id, 0) END,
                           ticket_find.sort, v_part, ticket_find.row_limit
                       ) AS t
            );
        WHEN v_filters = 0 AND v_sees_all THEN
            RETURN ARRAY(
                SELECT internal.ticket_view(t, v_actor)
                  FROM internal.ticket_walk_all(ticket_find.sort, v_part, ticket_find.row_limit) AS t
            );
        ELSE
            RETURN ARRAY(
                SELECT internal.ticket_view(t, v_actor)
                  FROM internal.ticket_walk_teams(
                           internal.ticket_list_teams(v_actor, ticket_find.team_id, ticket_find.teamless),
                           ticket_find.sort, v_part, ticket_find.row_limit
                       ) AS t
            );
    END CASE;
END;
$$;

COMMENT ON FUNCTION internal.ticket_find(
    bigint, boolean, bigint, text, timestamptz, timestamptz, timestamptz, timestamptz, text, integer,
    text, boolean, bigint, boolean
) IS
'Tickets by any filters, the fastest way. Raises 28000 actor_unknown; TF422 list_limit_range, list_sort_unknown, ticket_words_length; TF400 cursor_invalid; TF403 permission_missing, scope_missing.';
GRANT EXECUTE ON FUNCTION internal.ticket_find(
    bigint, boolean, bigint, text, timestamptz, timestamptz, timestamptz, timestamptz, text, integer,
    text, boolean, bigint, boolean
) TO ticketfirst_api;

COMMIT;
