-- Deploy ticketfirst:functions/person_key to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.person_key()
RETURNS trigger
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: keeps name_key and email_key of an agent or client. By trigger, since a generated column has no value yet
--          when row_stamp asks whether anything changed.
-- Returns: the row, with its keys.
BEGIN
    NEW.name_key := lower(NEW.name COLLATE "C");
    NEW.email_key := lower(NEW.email COLLATE "C");
    RETURN NEW;
END;
$$;

COMMENT ON FUNCTION internal.person_key() IS
'Trigger, before insert or update of an agent or client: name and email in lower case, to find and sort by.';

COMMIT;
