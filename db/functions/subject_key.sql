-- Deploy ticketfirst:functions/subject_key to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- No word begins with a space, so none is taken for a team. strip(): where in the subject a word stands, nobody asks.
CREATE OR REPLACE FUNCTION internal.subject_key()
RETURNS trigger
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: keeps subject_key of a ticket. By trigger, since a generated column has no value yet when row_stamp asks whether anything
--          changed, and is computed anew at each change of the row.
-- Returns: the row, with its key.
BEGIN
    NEW.subject_key := strip(to_tsvector('simple', NEW.subject)) || array_to_tsvector(ARRAY[' ' || coalesce(NEW.team_id, 0)]);
    RETURN NEW;
END;
$$;

COMMENT ON FUNCTION internal.subject_key() IS
'Trigger, before insert or update of a ticket: the words in its subject and its team, to find it by.';

COMMIT;
