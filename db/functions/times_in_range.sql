-- Deploy ticketfirst:functions/times_in_range to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- Infinity and the years 10000 and BC are valid here, but break clients on the way out.
CREATE OR REPLACE FUNCTION internal.times_in_range(VARIADIC times timestamptz [])
RETURNS boolean
LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE SECURITY INVOKER
RETURN timestamptz '0001-01-02 00:00:00+00' <= ALL (times)
    AND timestamptz '9999-12-31 00:00:00+00' > ALL (times);

COMMENT ON FUNCTION internal.times_in_range(timestamptz []) IS
'Whether every time lies from 0001-01-02 to 9999-12-30 in UTC, and so in the years 1 to 9999 in any time zone; NULL elements do not count.';
GRANT EXECUTE ON FUNCTION internal.times_in_range(timestamptz []) TO ticketfirst_api;

COMMIT;
