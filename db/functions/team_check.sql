-- Deploy ticketfirst:functions/team_check to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.team_check()
RETURNS trigger
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: a team with live tickets is not deleted.
-- Returns: the row.
-- Raises: TF409 team_has_tickets; TF400 isolation_read_committed.
-- Tables: locks desk.team, reads desk.ticket.
DECLARE
    v_count bigint;
BEGIN
    IF OLD.deleted_at IS NOT NULL OR NEW.deleted_at IS NULL THEN
        RETURN NEW;
    END IF;

    PERFORM internal.isolation_require();
    -- Waits for whoever is linking to it (FOR KEY SHARE); what comes after has a new snapshot.
    PERFORM FROM desk.team AS k WHERE k.id = OLD.id FOR UPDATE;
    SELECT count(*) INTO v_count
      FROM desk.ticket AS t
     WHERE internal.team_key(t.team_id) = OLD.id
       AND t.deleted_at IS NULL;
    IF v_count > 0 THEN
        RAISE EXCEPTION 'team % has % live ticket(s)', OLD.id, v_count
            USING ERRCODE = 'TF409', CONSTRAINT = 'team_has_tickets', COLUMN = 'reassign_to';
    END IF;
    RETURN NEW;
END;
$$;

COMMENT ON FUNCTION internal.team_check() IS
'Trigger, before update of a team. Raises TF409 team_has_tickets when one with live tickets is deleted; TF400 isolation_read_committed.';

COMMIT;
