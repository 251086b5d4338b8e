-- Deploy ticketfirst:functions/journal_guard to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.journal_guard()
RETURNS trigger
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: nobody but a superuser changes the journal, or adds to it but by changing what it is about: events come from
--          journal_write, itself a trigger. The owner has no right to change events either; this holds even when
--          somebody grants it. As the invoker, so that current_user is whoever tries.
-- Raises: TF403 event_append_only.
BEGIN
    IF TG_OP = 'INSERT' AND pg_trigger_depth() > 1 THEN
        RETURN NULL;
    ELSIF NOT (SELECT r.rolsuper FROM pg_catalog.pg_roles AS r WHERE r.rolname = current_user) THEN
        RAISE EXCEPTION 'the journal is append-only: % refused', TG_OP
            USING ERRCODE = 'TF403', CONSTRAINT = 'event_append_only';
    END IF;
    RETURN NULL;
END;
$$;

COMMENT ON FUNCTION internal.journal_guard() IS
'Trigger, before insert, update, delete or truncate of the journal, for each statement. Raises TF403 event_append_only.';

COMMIT;
