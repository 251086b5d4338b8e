-- Deploy ticketfirst:functions/agent_check to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.agent_check()
RETURNS trigger
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: an agent who is deactivated or deleted has no live tickets any more.
-- Returns: the row.
-- Raises: TF409 agent_has_tickets; TF400 isolation_read_committed.
-- Tables: locks desk.agent, reads desk.ticket.
DECLARE
    v_was_assignable CONSTANT boolean := OLD.active AND OLD.deleted_at IS NULL;
    v_deleted CONSTANT boolean := OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL;
    v_deactivated CONSTANT boolean := OLD.active AND NOT NEW.active;
    v_count bigint;
BEGIN
    IF v_deleted OR v_deactivated THEN
        -- Waits for whoever is linking to the agent (FOR KEY SHARE); what comes after has a new snapshot.
        PERFORM FROM desk.agent AS a WHERE a.id = OLD.id FOR UPDATE;
    END IF;
    IF NOT v_was_assignable OR NOT (v_deleted OR v_deactivated) THEN
        RETURN NEW;
    END IF;

    PERFORM internal.isolation_require();
    SELECT count(*) INTO v_count
      FROM desk.ticket AS t
     WHERE internal.agent_key(t.agent_id) = OLD.id
       AND t.deleted_at IS NULL;
    IF v_count > 0 THEN
        RAISE EXCEPTION 'agent % has % live ticket(s)', OLD.id, v_count
            USING ERRCODE = 'TF409', CONSTRAINT = 'agent_has_tickets', COLUMN = 'reassign_to';
    END IF;
    RETURN NEW;
END;
$$;

COMMENT ON FUNCTION internal.agent_check() IS
'Trigger, before update of an agent. Raises TF409 agent_has_tickets when one with live tickets is deactivated or deleted; TF400 isolation_read_committed.';

COMMIT;
