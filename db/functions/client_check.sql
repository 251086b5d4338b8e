-- Deploy ticketfirst:functions/client_check to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.client_check()
RETURNS trigger
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: a client with live tickets is not deleted; one who goes, or rests, waits for those who are linking to it.
-- Returns: the row.
-- Raises: TF409 client_has_tickets; TF400 isolation_read_committed.
-- Tables: locks desk.client, reads desk.ticket.
DECLARE
    v_deleted CONSTANT boolean := OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL;
    v_deactivated CONSTANT boolean := OLD.active AND NOT NEW.active;
BEGIN
    IF v_deleted OR v_deactivated THEN
        -- Waits for whoever is linking a ticket (ticket_check's FOR KEY SHARE); what comes after has a new snapshot.
        PERFORM FROM desk.client AS c WHERE c.id = OLD.id FOR UPDATE;
    END IF;
    IF NOT v_deleted THEN
        RETURN NEW;
    END IF;

    PERFORM internal.isolation_require();
    PERFORM FROM desk.ticket AS t WHERE t.client_id = OLD.id AND t.deleted_at IS NULL;
    IF FOUND THEN
        -- How many is not said: they may be other teams'.
        RAISE EXCEPTION 'client % has live tickets', OLD.id
            USING ERRCODE = 'TF409', CONSTRAINT = 'client_has_tickets', COLUMN = 'id';
    END IF;
    RETURN NEW;
END;
$$;

COMMENT ON FUNCTION internal.client_check() IS
'Trigger, before update of a client. Raises TF409 client_has_tickets when one with live tickets is deleted; TF400 isolation_read_committed.';

COMMIT;
