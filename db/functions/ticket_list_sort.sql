-- Deploy ticketfirst:functions/ticket_list_sort to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- The order in which a filter by time is a range of an index.
CREATE OR REPLACE FUNCTION internal.ticket_list_sort(
    sort text,
    created_after timestamptz,
    created_before timestamptz,
    updated_after timestamptz,
    updated_before timestamptz
)
RETURNS text
LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE SECURITY INVOKER
RETURN coalesce(
    sort,
    CASE
        WHEN num_nonnulls(created_after, created_before) > 0 THEN 'created_at'
        WHEN num_nonnulls(updated_after, updated_before) > 0 THEN 'updated_at'
        ELSE 'id'
    END
);

COMMENT ON FUNCTION internal.ticket_list_sort(text, timestamptz, timestamptz, timestamptz, timestamptz) IS
'How a list of tickets is sorted: as asked for, or by the time that is filtered by, or by id.';
GRANT EXECUTE ON FUNCTION
internal.ticket_list_sort(text, timestamptz, timestamptz, timestamptz, timestamptz) TO ticketfirst_api;

COMMIT;
