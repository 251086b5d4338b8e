-- Deploy ticketfirst:functions/row_stamp to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.row_stamp()
RETURNS trigger
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: keeps version and updated_at, whoever writes. An UPDATE that changes nothing leaves the row as it was.
-- Returns: the row, stamped.
-- Raises: TF403 permission_missing, scope_missing, where the clock is set by somebody who may not.
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.version := 1;
        NEW.updated_at := NEW.created_at;
        RETURN NEW;
    END IF;

    NEW.id := OLD.id;
    NEW.version := OLD.version;
    NEW.updated_at := OLD.updated_at;
    IF NEW IS NOT DISTINCT FROM OLD THEN
        RETURN OLD;
    END IF;
    NEW.version := OLD.version + 1;
    NEW.updated_at := internal.clock();
    RETURN NEW;
END;
$$;

COMMENT ON FUNCTION internal.row_stamp() IS
'Trigger, before insert or update: version counts the changes of the row, updated_at dates the last.';

COMMIT;
