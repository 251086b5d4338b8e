-- Deploy ticketfirst:functions/isolation_require to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.isolation_require()
RETURNS void
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: refuses a transaction whose snapshot is older than the locks it waits for: it could not see what was
--          linked meanwhile.
-- Raises: TF400 isolation_read_committed.
BEGIN
    IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN
        RAISE EXCEPTION 'this needs isolation level READ COMMITTED, not %', upper(current_setting('transaction_isolation'))
            USING ERRCODE = 'TF400', CONSTRAINT = 'isolation_read_committed';
    END IF;
END;
$$;

COMMENT ON FUNCTION internal.isolation_require() IS
'Raises TF400 isolation_read_committed under REPEATABLE READ and SERIALIZABLE.';

COMMIT;
