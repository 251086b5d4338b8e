-- Deploy ticketfirst:functions/name_key to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.name_key()
RETURNS trigger
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: keeps name_key of a team, organisation or service. By trigger, since a generated column has no value yet when
--          row_stamp asks whether anything changed.
-- Returns: the row, with its key.
BEGIN
    NEW.name_key := lower(NEW.name COLLATE "C");
    RETURN NEW;
END;
$$;

COMMENT ON FUNCTION internal.name_key() IS
'Trigger, before insert or update of a team, organisation or service: its name in lower case, to find and sort by.';

COMMIT;
