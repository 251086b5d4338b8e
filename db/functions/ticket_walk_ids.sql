-- Deploy ticketfirst:functions/ticket_walk_ids to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.ticket_walk_ids(ids bigint [], sort text, part internal.list_part, row_limit integer)
RETURNS SETOF desk.ticket
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER ROWS 25
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = 'force_generic_plan' SET enable_seqscan = off SET jit = off
AS $$
-- Purpose: live tickets out of some whose ids are known, in an order: read one by one, and sorted.
-- Parameters: ids: of the tickets, each once; sort: id, created_at or updated_at, with - before it for descending;
--             part: the part of that order to look in; row_limit: how many rows.
-- Returns: the tickets, in order, that the caller's policies let through.
-- Tables: reads desk.ticket.
BEGIN
    RETURN QUERY
    SELECT t.*
      FROM unnest(ticket_walk_ids.ids) AS i (id)
      -- One by one: for = ANY (…), a plan made while there were few tickets goes through all of them.
     CROSS JOIN LATERAL (SELECT t.* FROM desk.ticket AS t WHERE t.id = i.id AND t.deleted_at IS NULL OFFSET 0) AS t
     WHERE CASE ticket_walk_ids.sort
               WHEN 'id' THEN t.id > (ticket_walk_ids.part).starts_id
               WHEN '-id' THEN t.id < (ticket_walk_ids.part).starts_id
               WHEN 'created_at' THEN
                   (t.created_at, t.id) > ((ticket_walk_ids.part).starts_at, (ticket_walk_ids.part).starts_id)
                   AND t.created_at < (ticket_walk_ids.part).ends_at
               WHEN '-created_at' THEN
                   (t.created_at, t.id) < ((ticket_walk_ids.part).starts_at, (ticket_walk_ids.part).starts_id)
                   AND t.created_at > (ticket_walk_ids.part).ends_at
               WHEN 'updated_at' THEN
                   (t.updated_at, t.id) > ((ticket_walk_ids.part).starts_at, (ticket_walk_ids.part).starts_id)
                   AND t.updated_at < (ticket_walk_ids.part).ends_at
               WHEN '-updated_at' THEN
                   (t.updated_at, t.id) < ((ticket_walk_ids.part).starts_at, (ticket_walk_ids.part).starts_id)
                   AND t.updated_at > (ticket_walk_ids.part).ends_at
           END
     ORDER BY CASE ticket_walk_ids.sort WHEN 'created_at' THEN t.created_at WHEN 'updated_at' THEN t.updated_at END,
              CASE ticket_walk_ids.sort WHEN '-created_at' THEN t.created_at WHEN '-updated_at' THEN t.updated_at END DESC,
              CASE WHEN starts_with(ticket_walk_ids.sort, '-') THEN -t.id ELSE t.id END
     LIMIT ticket_walk_ids.row_limit;
END;
$$;

COMMENT ON FUNCTION internal.ticket_walk_ids(bigint [], text, internal.list_part, integer) IS
'Live tickets out of some whose ids are known, in one of six orders.';
GRANT EXECUTE ON FUNCTION internal.ticket_walk_ids(bigint [], text, internal.list_part, integer) TO ticketfirst_api;

COMMIT;
