-- Deploy ticketfirst:functions/team_member_check to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.team_member_check()
RETURNS trigger
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: who joins a team is live, and so is the team; who leaves it has no live tickets of it any more.
-- Returns: the row.
-- Raises: TF404 team_not_found; TF422 team_member_agent_not_found; TF409 team_member_has_tickets;
--         TF400 isolation_read_committed.
-- Tables: locks desk.team, desk.agent, desk.team_member; reads desk.ticket.
DECLARE
    v_count bigint;
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM FROM desk.team AS t WHERE t.id = NEW.team_id AND t.deleted_at IS NULL FOR KEY SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'team % does not exist', NEW.team_id
                USING ERRCODE = 'TF404', CONSTRAINT = 'team_not_found', COLUMN = 'team_id';
        END IF;
        PERFORM FROM desk.agent AS a WHERE a.id = NEW.agent_id AND a.deleted_at IS NULL FOR KEY SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'agent % does not exist', NEW.agent_id
                USING ERRCODE = 'TF422', CONSTRAINT = 'team_member_agent_not_found', COLUMN = 'agent_id';
        END IF;
        RETURN NEW;
    END IF;

    PERFORM internal.isolation_require();
    -- Waits for whoever is linking a ticket to both (FOR KEY SHARE); what comes after has a new snapshot.
    PERFORM FROM desk.team_member AS m WHERE m.team_id = OLD.team_id AND m.agent_id = OLD.agent_id FOR UPDATE;
    SELECT count(*) INTO v_count
      FROM desk.ticket AS t
     WHERE internal.agent_key(t.agent_id) = OLD.agent_id
       AND t.team_id = OLD.team_id
       AND t.deleted_at IS NULL;
    IF v_count > 0 THEN
        RAISE EXCEPTION 'agent % has % live ticket(s) of team %', OLD.agent_id, v_count, OLD.team_id
            USING ERRCODE = 'TF409', CONSTRAINT = 'team_member_has_tickets', COLUMN = 'agent_id';
    END IF;
    RETURN OLD;
END;
$$;

COMMENT ON FUNCTION internal.team_member_check() IS
'Trigger, before insert or delete of a membership. Raises TF404 team_not_found; TF422 team_member_agent_not_found; TF409 team_member_has_tickets; TF400 isolation_read_committed.';

COMMIT;
