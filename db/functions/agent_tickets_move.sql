-- Deploy ticketfirst:functions/agent_tickets_move to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.agent_tickets_move(id bigint, reassign_to bigint)
RETURNS void
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY INVOKER
SET search_path = ''
AS $$
-- Purpose: takes all live tickets from an agent. As the invoker: under the caller's policies.
-- Parameters: reassign_to: the agent who gets them; NULL: they are unassigned.
-- Raises: TF422 agent_reassign_to_invalid.
-- Tables: updates desk.ticket.
BEGIN
    IF agent_tickets_move.reassign_to IS NOT NULL THEN
        PERFORM FROM desk.agent AS a
          WHERE a.id = agent_tickets_move.reassign_to
            AND a.id <> agent_tickets_move.id
            AND a.active
            AND a.deleted_at IS NULL;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'the tickets of agent % cannot go to agent %', agent_tickets_move.id, agent_tickets_move.reassign_to
                USING ERRCODE = 'TF422', CONSTRAINT = 'agent_reassign_to_invalid', COLUMN = 'reassign_to';
        END IF;
    END IF;

    UPDATE desk.ticket AS t
       SET agent_id = agent_tickets_move.reassign_to
     WHERE internal.agent_key(t.agent_id) = agent_tickets_move.id
       AND t.deleted_at IS NULL;
END;
$$;

COMMENT ON FUNCTION internal.agent_tickets_move(bigint, bigint) IS
'Gives an agent''s live tickets to another, or to nobody. Raises TF422 agent_reassign_to_invalid.';
GRANT EXECUTE ON FUNCTION internal.agent_tickets_move(bigint, bigint) TO ticketfirst_api;

COMMIT;
