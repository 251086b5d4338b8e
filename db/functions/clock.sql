-- Deploy ticketfirst:functions/clock to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.clock()
RETURNS timestamptz
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: the one clock of the helpdesk: the transaction's start, or what somebody with permission clock_set set it to
--          (SET LOCAL ticketfirst.clock = '2012-05-01 08:00+00', or the argument of api.enter).
-- Raises: TF403 permission_missing, scope_missing; 22007 or 22008 where the setting is no time.
DECLARE
    v_clock CONSTANT text := nullif(current_setting('ticketfirst.clock', true), '');
BEGIN
    IF v_clock IS NULL THEN
        RETURN now();
    END IF;
    PERFORM internal.permission_require(internal.actor(), 'clock_set', 'clock');
    RETURN v_clock::timestamptz;
END;
$$;

COMMENT ON FUNCTION internal.clock() IS
'The time that counts: now(), or the setting ticketfirst.clock, which takes permission clock_set. Raises TF403 permission_missing, scope_missing.';
GRANT EXECUTE ON FUNCTION internal.clock() TO ticketfirst_api;

COMMIT;
