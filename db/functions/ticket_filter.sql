-- Deploy ticketfirst:functions/ticket_filter to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.ticket_filter(
    client_id bigint,
    agent_id bigint,
    unassigned boolean,
    team_id bigint,
    teamless boolean,
    subject text,
    created_after timestamptz,
    created_before timestamptz,
    updated_after timestamptz,
    updated_before timestamptz,
    sort text,
    ended internal.list_cursor,
    row_limit integer,
    deleted boolean
)
RETURNS SETOF desk.ticket
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER ROWS 25
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: tickets by any filters together; by one of them alone, the functions ticket_walk_… list faster.
-- Parameters: as of internal.ticket_find, but ended: where the page before ended, all NULL for the first.
-- Returns: the tickets, in order, that the caller's policies let through.
-- Raises: 28000 actor_unknown.
-- Tables: reads desk.ticket.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_field CONSTANT text := ltrim(ticket_filter.sort, '-');
    -- Which filters lead: no index has the teams with agents or clients.
    v_by_team CONSTANT boolean := v_actor.client_id IS NULL AND ticket_filter.client_id IS NULL
        AND ticket_filter.agent_id IS NULL AND ticket_filter.unassigned IS NOT TRUE;
    v_team CONSTANT text := CASE
        WHEN ticket_filter.team_id IS NOT NULL THEN 'internal.team_key(t.team_id) = nullif($10, 0)'
        WHEN ticket_filter.teamless THEN 'internal.team_key(t.team_id) = 0'
    END;
    v_equalities CONSTANT text [] := ARRAY[
        CASE WHEN ticket_filter.client_id IS NOT NULL THEN 't.client_id = $1' END,
        CASE WHEN ticket_filter.agent_id IS NOT NULL THEN 'internal.agent_key(t.agent_id) = nullif($2, 0)'
             WHEN ticket_filter.unassigned THEN 'internal.agent_key(t.agent_id) = 0' END,
        CASE WHEN v_by_team THEN v_team END
    ];
    -- The policies say what is seen; without asking for the teams, or clients, one by one, a page would be sought among
    -- everybody's tickets.
    v_scope CONSTANT text := CASE
        WHEN ticket_filter.client_id IS NOT NULL OR 'see_all_tickets' = ANY (v_actor.sights) THEN NULL
        WHEN v_actor.client_id IS NOT NULL AND v_actor.team_keys = '{}' THEN 't.client_id = s.key'
        WHEN v_by_team AND v_team IS NULL THEN 'internal.team_key(t.team_id) = s.key'
    END;
    v_keys bigint [] := CASE
        WHEN v_actor.client_id IS NOT NULL THEN internal.actor_client_ids()
        WHEN v_team IS NOT NULL THEN internal.ticket_list_teams(v_actor, ticket_filter.team_id, ticket_filter.teamless)
        WHEN 'see_all_tickets' <> ALL (v_actor.sights) THEN v_actor.team_keys
    END;
    v_key bigint;
    v_found bigint [];
    v_ids bigint [] := cast('{}' AS bigint []);
    v_often bigint [] := cast('{}' AS bigint []);
    v_walked boolean := true;
    v_low CONSTANT text := CASE
        WHEN v_field = 'created_at' AND ticket_filter.created_after IS NOT NULL THEN '$5'
        WHEN v_field = 'updated_at' AND ticket_filter.updated_after IS NOT NULL THEN '$7'
    END;
    v_high CONSTANT text := CASE
        WHEN v_field = 'created_at' AND ticket_filter.created_before IS NOT NULL THEN '$6'
        WHEN v_field = 'updated_at' AND ticket_filter.updated_before IS NOT NULL THEN '$8'
    END;
    v_predicates CONSTANT text [] := ARRAY[
        CASE WHEN ticket_filter.deleted THEN 't.deleted_at IS NOT NULL' ELSE 't.deleted_at IS NULL' END,
        CASE WHEN NOT v_by_team THEN v_team END,
        CASE WHEN ticket_filter.unassigned AND ticket_filter.agent_id IS NOT NULL THEN 'false' END,
        CASE WHEN ticket_filter.teamless AND ticket_filter.team_id IS NOT NULL THEN 'false' END,
        CASE WHEN ticket_filter.subject IS NOT NULL THEN 't.subject_key @@ plainto_tsquery(''simple'', $4)' END,
        CASE WHEN ticket_filter.created_after IS NOT NULL AND v_field <> 'created_at' THEN 't.created_at > $5' END,
        CASE WHEN ticket_filter.created_before IS NOT NULL AND v_field <> 'created_at' THEN 't.created_at < $6' END,
        CASE WHEN ticket_filter.updated_after IS NOT NULL AND v_field <> 'updated_at' THEN 't.updated_at > $7' END,
        CASE WHEN ticket_filter.updated_before IS NOT NULL AND v_field <> 'updated_at' THEN 't.updated_at < $8' END
    ];
    v_sources text [];
BEGIN
    IF internal.ticket_list_clients(v_actor, ticket_filter.client_id) = '{}'
        OR (v_team IS NOT NULL AND internal.ticket_list_teams(v_actor, ticket_filter.team_id, ticket_filter.teamless) = '{}') THEN
        RETURN;
    END IF;

    -- A client's tickets are looked through: how long others' words take to find would tell it of them.
    IF ticket_filter.subject IS NOT NULL AND v_actor.client_id IS NULL THEN
        FOREACH v_key IN ARRAY coalesce(v_keys, '{NULL}') LOOP
            v_found := internal.ticket_search(
                ticket_filter.subject, CASE WHEN v_keys IS NOT NULL THEN ARRAY[v_key] END,
                coalesce(cardinality(v_keys), 1), ticket_filter.row_limit
            );
            IF v_found IS NULL THEN
                v_often := v_often || v_key;
            ELSE
                v_ids := v_ids || v_found;
            END IF;
        END LOOP;
        v_walked := v_often <> '{}';
        -- Where teams are walked through one by one, then only those that have the words often.
        IF v_walked AND v_scope IS NOT NULL AND ticket_filter.deleted IS NOT TRUE THEN
            v_keys := v_often;
        ELSIF v_walked THEN
            v_ids := cast('{}' AS bigint []);
        END IF;
    END IF;

    -- Few tickets found by words, and deleted ones, are not in the order of an index that leads with these.
    v_sources := ARRAY[
        CASE WHEN v_walked THEN
            CASE WHEN v_scope IS NOT NULL AND ticket_filter.deleted IS NOT TRUE THEN 'SELECT t.* FROM unnest($9) AS s (key) CROSS JOIN LATERAL ('
                 ELSE 'SELECT t.* FROM (' END
            || internal.list_query(
                'SELECT t.* FROM desk.ticket AS t',
                CASE WHEN ticket_filter.deleted IS NOT TRUE THEN v_scope || v_equalities END,
                CASE WHEN ticket_filter.deleted THEN v_equalities END || v_predicates,
                't.' || v_field, v_low, v_high, ticket_filter.sort, ticket_filter.ended, ticket_filter.row_limit
            ) || ') AS t'
        END,
        -- OFFSET 0: all of them are read, and none is looked for in the list's order.
        CASE WHEN NOT v_walked OR v_ids <> '{}' THEN
            'SELECT t.* FROM (' || internal.list_query(
                'SELECT t.* FROM (SELECT t.* FROM desk.ticket AS t WHERE t.id = ANY ($3) OFFSET 0) AS t',
                NULL, v_equalities || v_predicates,
                't.' || v_field, v_low, v_high, ticket_filter.sort, ticket_filter.ended, ticket_filter.row_limit
            ) || ') AS t'
        END
    ];
    -- Made by list_query where it is run: plpgsql_check trusts nothing else.
    RETURN QUERY EXECUTE internal.list_query(
        'SELECT t.* FROM (' || array_to_string(v_sources, ' UNION ALL ') || ') AS t',
        NULL, ARRAY['true'], 't.' || v_field, NULL, NULL, ticket_filter.sort, NULL, ticket_filter.row_limit
    )
    USING
        ticket_filter.client_id, ticket_filter.agent_id, v_ids, ticket_filter.subject,
        ticket_filter.created_after, ticket_filter.created_before, ticket_filter.updated_after, ticket_filter.updated_before,
        v_keys, ticket_filter.team_id;
END;
$$;

COMMENT ON FUNCTION internal.ticket_filter(
    bigint, bigint, boolean, bigint, boolean, text, timestamptz, timestamptz, timestamptz, timestamptz, text,
    internal.list_cursor, integer, boolean
) IS
'Tickets by any filters together. Raises 28000 actor_unknown.';
GRANT EXECUTE ON FUNCTION internal.ticket_filter(
    bigint, bigint, boolean, bigint, boolean, text, timestamptz, timestamptz, timestamptz, timestamptz, text,
    internal.list_cursor, integer, boolean
) TO ticketfirst_api;

COMMIT;
