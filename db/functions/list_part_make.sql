-- Deploy ticketfirst:functions/list_part_make to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- Ids are positive: 0 lies before all of a time, the greatest bigint behind. Of sort, the - before it counts; ended is where the page
-- before ended, all NULL for the first; after and before are the times that it lies between, themselves excluded, or NULL.
CREATE OR REPLACE FUNCTION internal.list_part_make(
    sort text,
    ended internal.list_cursor,
    after timestamptz,
    before timestamptz
)
RETURNS internal.list_part
LANGUAGE sql STABLE CALLED ON NULL INPUT PARALLEL SAFE SECURITY INVOKER
RETURN cast(
    row(
        CASE
            WHEN (ended).id IS NOT NULL THEN cast((ended).value AS timestamptz)
            WHEN starts_with(sort, '-') THEN coalesce(before, 'infinity')
            ELSE coalesce(after, '-infinity')
        END,
        CASE
            WHEN (ended).id IS NOT NULL THEN (ended).id
            WHEN CASE WHEN starts_with(sort, '-') THEN before IS NULL ELSE after IS NOT NULL END THEN 9223372036854775807
            ELSE 0
        END,
        CASE WHEN starts_with(sort, '-') THEN coalesce(after, '-infinity') ELSE coalesce(before, 'infinity') END
    ) AS internal.list_part
);

COMMENT ON FUNCTION internal.list_part_make(text, internal.list_cursor, timestamptz, timestamptz) IS
'The part of a list''s order behind a cursor and between two times.';
GRANT EXECUTE ON FUNCTION internal.list_part_make(text, internal.list_cursor, timestamptz, timestamptz) TO ticketfirst_api;

COMMIT;
