-- Deploy ticketfirst:functions/ticket_walk_agent to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- Written out for each order, so that PostgreSQL keeps the plans: docs/decisions/002-lists-are-index-ranges.md.
-- What is asked for most comes first: each WHEN before it is prepared in each transaction.
CREATE OR REPLACE FUNCTION internal.ticket_walk_agent(key bigint, sort text, part internal.list_part, row_limit integer)
RETURNS SETOF desk.ticket
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER ROWS 25
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = 'force_generic_plan' SET enable_sort = off SET enable_incremental_sort = off SET jit = off
AS $$
-- Purpose: live tickets of an agent in an order.
-- Parameters: key: the agent, 0 for nobody; sort: id, created_at or updated_at, with - before it for descending;
--             part: the part of that order to look in; row_limit: how many rows.
-- Returns: the tickets, in order, that the caller's policies let through.
-- Tables: reads desk.ticket.
BEGIN
    CASE ticket_walk_agent.sort
        WHEN '-updated_at' THEN
            RETURN QUERY
            SELECT t.*
              FROM desk.ticket AS t
             WHERE (internal.agent_key(t.agent_id), t.updated_at, t.id)
                 < (ticket_walk_agent.key, (ticket_walk_agent.part).starts_at, (ticket_walk_agent.part).starts_id)
               AND (internal.agent_key(t.agent_id), t.updated_at) > (ticket_walk_agent.key, (ticket_walk_agent.part).ends_at)
               AND t.deleted_at IS NULL
             ORDER BY internal.agent_key(t.agent_id) DESC, t.updated_at DESC, t.id DESC
             LIMIT ticket_walk_agent.row_limit;
        WHEN 'id' THEN
            RETURN QUERY
            SELECT t.*
              FROM desk.ticket AS t
             WHERE (internal.agent_key(t.agent_id), t.id) > (ticket_walk_agent.key, (ticket_walk_agent.part).starts_id)
               AND internal.agent_key(t.agent_id) <= ticket_walk_agent.key
               AND t.deleted_at IS NULL
             ORDER BY internal.agent_key(t.agent_id), t.id
             LIMIT ticket_walk_agent.row_limit;
        WHEN '-id' THEN
            RETURN QUERY
            SELECT t.*
              FROM desk.ticket AS t
             WHERE (internal.agent_key(t.agent_id), t.id) < (ticket_walk_agent.key, (ticket_walk_agent.part).starts_id)
               AND internal.agent_key(t.agent_id) >= ticket_walk_agent.key
               AND t.deleted_at IS NULL
             ORDER BY internal.agent_key(t.agent_id) DESC, t.id DESC
             LIMIT ticket_walk_agent.row_limit;
        WHEN '-created_at' THEN
            RETURN QUERY
            SELECT t.*
              FROM desk.ticket AS t
             WHERE (internal.agent_key(t.agent_id), t.created_at, t.id)
                 < (ticket_walk_agent.key, (ticket_walk_agent.part).starts_at, (ticket_walk_agent.part).starts_id)
               AND (internal.agent_key(t.agent_id), t.created_at) > (ticket_walk_agent.key, (ticket_walk_agent.part).ends_at)
               AND t.deleted_at IS NULL
             ORDER BY internal.agent_key(t.agent_id) DESC, t.created_at DESC, t.id DESC
             LIMIT ticket_walk_agent.row_limit;
        WHEN 'created_at' THEN
            RETURN QUERY
            SELECT t.*
              FROM desk.ticket AS t
             WHERE (internal.agent_key(t.agent_id), t.created_at, t.id)
                 > (ticket_walk_agent.key, (ticket_walk_agent.part).starts_at, (ticket_walk_agent.part).starts_id)
               AND (internal.agent_key(t.agent_id), t.created_at) < (ticket_walk_agent.key, (ticket_walk_agent.part).ends_at)
               AND t.deleted_at IS NULL
             ORDER BY internal.agent_key(t.agent_id), t.created_at, t.id
             LIMIT ticket_walk_agent.row_limit;
        WHEN 'updated_at' THEN
            RETURN QUERY
            SELECT t.*
              FROM desk.ticket AS t
             WHERE (internal.agent_key(t.agent_id), t.updated_at, t.id)
                 > (ticket_walk_agent.key, (ticket_walk_agent.part).starts_at, (ticket_walk_agent.part).starts_id)
               AND (internal.agent_key(t.agent_id), t.updated_at) < (ticket_walk_agent.key, (ticket_walk_agent.part).ends_at)
               AND t.deleted_at IS NULL
             ORDER BY internal.agent_key(t.agent_id), t.updated_at, t.id
             LIMIT ticket_walk_agent.row_limit;
    END CASE;
END;
$$;

COMMENT ON FUNCTION internal.ticket_walk_agent(bigint, text, internal.list_part, integer) IS
'Live tickets of an agent, or of nobody, in one of six orders.';
GRANT EXECUTE ON FUNCTION internal.ticket_walk_agent(bigint, text, internal.list_part, integer) TO ticketfirst_api;

COMMIT;
