-- Deploy ticketfirst:functions/subject_key to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- Each word twice: alone, and with the team before it, so that a team's tickets that have it are found without reading where all others
-- have it. No word has a space. strip(): where in the subject a word stands, nobody asks.
CREATE OR REPLACE FUNCTION internal.subject_key()
RETURNS trigger
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: keeps subject_key of a ticket. By trigger, since a generated column has no value yet when row_stamp asks whether anything
--          changed, and is computed anew at each change of the row.
-- Returns: the row, with its key.
DECLARE
    v_words CONSTANT tsvector := strip(to_tsvector('simple', NEW.subject));
BEGIN
    NEW.subject_key := v_words || internal.team_words(coalesce(NEW.team_id, 0), v_words);
    RETURN NEW;
END;
$$;

COMMENT ON FUNCTION internal.subject_key() IS
'Trigger, before insert or update of a ticket: the words in its subject, alone and with its team, to find it by.';

COMMIT;
