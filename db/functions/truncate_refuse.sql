-- Deploy ticketfirst:functions/truncate_refuse to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.truncate_refuse()
RETURNS trigger
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: TRUNCATE fires no row trigger, so its changes would be missing from the journal.
-- Raises: TF403 truncate_refused.
BEGIN
    RAISE EXCEPTION 'table %.% is journalled and cannot be truncated', TG_TABLE_SCHEMA, TG_TABLE_NAME
        USING ERRCODE = 'TF403', CONSTRAINT = 'truncate_refused';
END;
$$;

COMMENT ON FUNCTION internal.truncate_refuse() IS
'Trigger, before truncate of a journalled table. Raises TF403 truncate_refused.';

COMMIT;
