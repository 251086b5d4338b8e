-- Deploy ticketfirst:functions/organisation_check to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.organisation_check()
RETURNS trigger
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: an organisation with members is not deleted.
-- Returns: the row.
-- Raises: TF409 organisation_has_members; TF400 isolation_read_committed.
-- Tables: locks desk.organisation, reads desk.organisation_member.
DECLARE
    v_count bigint;
BEGIN
    IF OLD.deleted_at IS NOT NULL OR NEW.deleted_at IS NULL THEN
        RETURN NEW;
    END IF;

    PERFORM internal.isolation_require();
    -- Waits for whoever is linking to it (FOR KEY SHARE); what comes after has a new snapshot.
    PERFORM FROM desk.organisation AS k WHERE k.id = OLD.id FOR UPDATE;
    SELECT count(*) INTO v_count FROM desk.organisation_member AS m WHERE m.organisation_id = OLD.id;
    IF v_count > 0 THEN
        RAISE EXCEPTION 'organisation % has % member(s)', OLD.id, v_count
            USING ERRCODE = 'TF409', CONSTRAINT = 'organisation_has_members', COLUMN = 'id';
    END IF;
    RETURN NEW;
END;
$$;

COMMENT ON FUNCTION internal.organisation_check() IS
'Trigger, before update of an organisation. Raises TF409 organisation_has_members when one with members is deleted; TF400 isolation_read_committed.';

COMMIT;
