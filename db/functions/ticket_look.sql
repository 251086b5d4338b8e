-- Deploy ticketfirst:functions/ticket_look to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.ticket_look(
    query tsquery, everywhere boolean, keys bigint [], sort text, part internal.list_part, row_limit integer, OUT seen integer, OUT ids bigint []
)
RETURNS record
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: looks for words among the next rows of a list.
-- Parameters: query: the words; everywhere: among all tickets; keys: or those of teams, 0 for those of none; sort: id, created_at or
--             updated_at, with - before it for descending; part: the part of that order to look in; row_limit: how many rows to look at.
-- Returns: seen: how many rows there were; ids: which of them have the words.
-- Tables: reads desk.ticket.
BEGIN
    IF ticket_look.everywhere THEN
        SELECT cast(count(*) AS integer), coalesce(array_agg(t.id) FILTER (WHERE t.subject_key @@ ticket_look.query), '{}')
          INTO ticket_look.seen, ticket_look.ids
          FROM internal.ticket_walk_all(ticket_look.sort, ticket_look.part, ticket_look.row_limit) AS t;
    ELSE
        SELECT cast(count(*) AS integer), coalesce(array_agg(t.id) FILTER (WHERE t.subject_key @@ ticket_look.query), '{}')
          INTO ticket_look.seen, ticket_look.ids
          FROM internal.ticket_walk_teams(ticket_look.keys, ticket_look.sort, ticket_look.part, ticket_look.row_limit) AS t;
    END IF;
END;
$$;

COMMENT ON FUNCTION internal.ticket_look(tsquery, boolean, bigint [], text, internal.list_part, integer) IS
'How many of the next rows of a list there are, and which of them have words in their subject.';
GRANT EXECUTE ON FUNCTION internal.ticket_look(tsquery, boolean, bigint [], text, internal.list_part, integer) TO ticketfirst_api;

COMMIT;
