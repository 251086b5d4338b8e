-- Deploy ticketfirst:functions/agent_tickets_move to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.agent_tickets_move(id bigint, reassign_to bigint)
RETURNS void
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: takes all live tickets from an agent. As the owner: those too that the caller does not see, or agent_check
--          would refuse the rest. They go to a team of whoever gets them, unless that is in theirs.
-- Parameters: reassign_to: the agent who gets them; NULL: they are unassigned.
-- Raises: TF422 agent_reassign_to_invalid, ticket_agent_not_in_team.
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

    -- In the order of their ids, so that two who take some of the same do not deadlock.
    PERFORM FROM desk.ticket AS t WHERE internal.agent_key(t.agent_id) = agent_tickets_move.id AND t.deleted_at IS NULL ORDER BY t.id FOR NO KEY UPDATE;
    UPDATE desk.ticket AS t
       SET agent_id = agent_tickets_move.reassign_to,
           team_id = internal.ticket_team(t.team_id, agent_tickets_move.reassign_to, '{}')
     WHERE internal.agent_key(t.agent_id) = agent_tickets_move.id
       AND t.deleted_at IS NULL;
END;
$$;

COMMENT ON FUNCTION internal.agent_tickets_move(bigint, bigint) IS
'Gives an agent''s live tickets to another, or to nobody. Raises TF422 agent_reassign_to_invalid, ticket_agent_not_in_team.';
GRANT EXECUTE ON FUNCTION internal.agent_tickets_move(bigint, bigint) TO ticketfirst_api;

COMMIT;
