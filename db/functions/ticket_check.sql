-- Deploy ticketfirst:functions/ticket_check to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.ticket_check()
RETURNS trigger
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: the rules of a ticket that reach beyond its row: what it may be linked to, that a deleted one rests, and that
--          its comments are counted and not set.
--          A linked row is locked FOR KEY SHARE, so that it cannot be deleted or deactivated meanwhile
--          (client_check, agent_check and team_check take FOR UPDATE). A ticket may come in deleted, as in an import of old ones,
--          whatever it is linked to.
-- Returns: the row.
-- Raises: TF409 ticket_deleted, ticket_client_deleted, ticket_team_deleted;
--         TF422 ticket_client_not_found, ticket_client_inactive, ticket_agent_not_found, ticket_agent_inactive,
--         ticket_team_not_found, ticket_agent_not_in_team.
-- Tables: locks desk.client, desk.agent, desk.team, desk.team_member.
DECLARE
    v_restored boolean := false;
    v_agent_linked boolean;
    v_team_linked boolean;
    v_client desk.client;
    v_agent desk.agent;
    v_team desk.team;
BEGIN
    -- Whoever writes: only comment_keep_ticket, itself a trigger, counts comments.
    IF TG_OP = 'INSERT' THEN
        NEW.comment_count := 0;
        NEW.last_comment_at := NULL;
        IF NEW.deleted_at IS NOT NULL THEN
            RETURN NEW;
        END IF;
    ELSE
        IF OLD.deleted_at IS NOT NULL THEN
            IF NEW.deleted_at IS NOT NULL AND NEW IS DISTINCT FROM OLD THEN
                RAISE EXCEPTION 'ticket % is deleted: it can only be restored', OLD.id
                    USING ERRCODE = 'TF409', CONSTRAINT = 'ticket_deleted', COLUMN = 'id';
            END IF;
            v_restored := NEW.deleted_at IS NULL;
        END IF;
        IF pg_trigger_depth() = 1 THEN
            NEW.comment_count := OLD.comment_count;
            NEW.last_comment_at := OLD.last_comment_at;
        END IF;
    END IF;

    -- Of a row that is new, OLD is all NULL: what it has is linked now.
    v_agent_linked := v_restored OR NEW.agent_id IS DISTINCT FROM OLD.agent_id;
    v_team_linked := v_restored OR NEW.team_id IS DISTINCT FROM OLD.team_id;

    IF v_restored OR NEW.client_id IS DISTINCT FROM OLD.client_id THEN
        SELECT c.* INTO v_client FROM desk.client AS c WHERE c.id = NEW.client_id FOR KEY SHARE;
        IF v_client.deleted_at IS NOT NULL AND v_restored THEN
            RAISE EXCEPTION 'ticket % cannot be restored: its client % is deleted', NEW.id, NEW.client_id
                USING ERRCODE = 'TF409', CONSTRAINT = 'ticket_client_deleted', COLUMN = 'client_id';
        ELSIF NEW.client_id IS NOT NULL AND (v_client.id IS NULL OR v_client.deleted_at IS NOT NULL) THEN
            RAISE EXCEPTION 'client % does not exist', NEW.client_id
                USING ERRCODE = 'TF422', CONSTRAINT = 'ticket_client_not_found', COLUMN = 'client_id';
        ELSIF NOT v_client.active AND NEW.client_id IS DISTINCT FROM OLD.client_id THEN
            RAISE EXCEPTION 'client % is not active', NEW.client_id
                USING ERRCODE = 'TF422', CONSTRAINT = 'ticket_client_inactive', COLUMN = 'client_id';
        END IF;
    END IF;

    IF v_agent_linked AND NEW.agent_id IS NOT NULL THEN
        SELECT a.* INTO v_agent FROM desk.agent AS a WHERE a.id = NEW.agent_id FOR KEY SHARE;
        IF v_agent.id IS NULL OR v_agent.deleted_at IS NOT NULL THEN
            RAISE EXCEPTION 'agent % does not exist', NEW.agent_id
                USING ERRCODE = 'TF422', CONSTRAINT = 'ticket_agent_not_found', COLUMN = 'agent_id';
        ELSIF NOT v_agent.active THEN
            RAISE EXCEPTION 'agent % is not active', NEW.agent_id
                USING ERRCODE = 'TF422', CONSTRAINT = 'ticket_agent_inactive', COLUMN = 'agent_id';
        END IF;
    END IF;

    IF v_team_linked AND NEW.team_id IS NOT NULL THEN
        SELECT k.* INTO v_team FROM desk.team AS k WHERE k.id = NEW.team_id FOR KEY SHARE;
        IF v_team.deleted_at IS NOT NULL AND v_restored THEN
            RAISE EXCEPTION 'ticket % cannot be restored: its team % is deleted', NEW.id, NEW.team_id
                USING ERRCODE = 'TF409', CONSTRAINT = 'ticket_team_deleted', COLUMN = 'team_id';
        ELSIF v_team.id IS NULL OR v_team.deleted_at IS NOT NULL THEN
            RAISE EXCEPTION 'team % does not exist', NEW.team_id
                USING ERRCODE = 'TF422', CONSTRAINT = 'ticket_team_not_found', COLUMN = 'team_id';
        END IF;
    END IF;
    IF (v_agent_linked OR v_team_linked) AND NEW.agent_id IS NOT NULL AND NEW.team_id IS NOT NULL THEN
        PERFORM FROM desk.team_member AS m WHERE m.team_id = NEW.team_id AND m.agent_id = NEW.agent_id FOR KEY SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'agent % is not in team %', NEW.agent_id, NEW.team_id
                USING ERRCODE = 'TF422', CONSTRAINT = 'ticket_agent_not_in_team', COLUMN = 'agent_id';
        END IF;
    END IF;
    RETURN NEW;
END;
$$;

COMMENT ON FUNCTION internal.ticket_check() IS
'Trigger, before insert or update of a ticket. Raises TF409 ticket_deleted, ticket_client_deleted, ticket_team_deleted; TF422 ticket_client_not_found, ticket_client_inactive, ticket_agent_not_found, ticket_agent_inactive, ticket_team_not_found, ticket_agent_not_in_team.';

COMMIT;
