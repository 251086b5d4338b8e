-- Deploy ticketfirst:functions/clock to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.clock()
RETURNS timestamptz
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER
SET search_path = ''
AS $$
-- Purpose: the one clock of the helpdesk: the transaction's start, or what an administrator set it to
--          (SET LOCAL ticketfirst.clock = '2012-05-01 08:00+00', or the argument of api.enter).
-- Raises: TF403 administrator_only; 22007 or 22008 where the setting is no time.
DECLARE
    v_clock CONSTANT text := nullif(current_setting('ticketfirst.clock', true), '');
BEGIN
    IF v_clock IS NULL THEN
        RETURN now();
    END IF;
    PERFORM internal.administrator_require('set the clock', 'clock');
    RETURN v_clock::timestamptz;
END;
$$;

COMMENT ON FUNCTION internal.clock() IS
'The time that counts: now(), or the setting ticketfirst.clock, which only an administrator may use. Raises TF403 administrator_only.';
GRANT EXECUTE ON FUNCTION internal.clock() TO ticketfirst_api;

COMMIT;
