-- Deploy ticketfirst:functions/team_tickets_move to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.team_tickets_move(id bigint, reassign_to bigint)
RETURNS void
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: gives all live tickets of a team to another. As the owner: those too that the caller does not see, or team_check
--          would refuse the rest. An agent who is not in the other team has them no more.
-- Parameters: reassign_to: the team that gets them.
-- Raises: TF422 team_reassign_to_invalid.
-- Tables: updates desk.ticket; reads desk.team, desk.team_member.
BEGIN
    PERFORM FROM desk.team AS k
      WHERE k.id = team_tickets_move.reassign_to
        AND k.id <> team_tickets_move.id
        AND k.deleted_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the tickets of team % cannot go to team %', team_tickets_move.id, team_tickets_move.reassign_to
            USING ERRCODE = 'TF422', CONSTRAINT = 'team_reassign_to_invalid', COLUMN = 'reassign_to';
    END IF;

    -- Their agents' memberships are kept until this is done: whoever ends one waits, and then finds the tickets.
    PERFORM FROM desk.team_member AS m
      WHERE m.team_id = team_tickets_move.reassign_to
        AND m.agent_id IN (
                SELECT t.agent_id
                  FROM desk.ticket AS t
                 WHERE internal.team_key(t.team_id) = team_tickets_move.id
                   AND t.deleted_at IS NULL
            )
        FOR KEY SHARE;
    -- In the order of their ids, so that two who take some of the same do not deadlock.
    PERFORM FROM desk.ticket AS t WHERE internal.team_key(t.team_id) = team_tickets_move.id AND t.deleted_at IS NULL ORDER BY t.id FOR NO KEY UPDATE;
    UPDATE desk.ticket AS t
       SET team_id = team_tickets_move.reassign_to,
           agent_id = (
               SELECT m.agent_id
                 FROM desk.team_member AS m
                WHERE m.team_id = team_tickets_move.reassign_to
                  AND m.agent_id = t.agent_id
           )
     WHERE internal.team_key(t.team_id) = team_tickets_move.id
       AND t.deleted_at IS NULL;
END;
$$;

COMMENT ON FUNCTION internal.team_tickets_move(bigint, bigint) IS
'Gives a team''s live tickets to another; an agent who is not in that one has them no more. Raises TF422 team_reassign_to_invalid.';
GRANT EXECUTE ON FUNCTION internal.team_tickets_move(bigint, bigint) TO ticketfirst_api;

COMMIT;
