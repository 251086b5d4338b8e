-- Deploy ticketfirst:functions/ticket_team to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.ticket_team(team_id bigint, agent_id bigint, preferred bigint [])
RETURNS bigint
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: which team a ticket belongs to when an agent gets it: to the one it has, if the agent is in it; else to one of
--          the agent's teams.
-- Parameters: team_id: the ticket's team, or NULL; agent_id: who gets it, or NULL for nobody; preferred: teams to choose
--             before others: those whose tickets the caller sees.
-- Returns: the team, live: of several, a preferred one, then the one the agent joined first; where the agent is in none, the
--          ticket's own, which internal.ticket_check then refuses unless that is none.
-- Tables: reads desk.team_member, desk.team.
BEGIN
    -- What mostly happens, without sorting anything.
    IF ticket_team.team_id IS NOT NULL THEN
        PERFORM
           FROM desk.team_member AS m
           JOIN desk.team AS k ON k.id = m.team_id AND k.deleted_at IS NULL
          WHERE m.team_id = ticket_team.team_id
            AND m.agent_id = ticket_team.agent_id;
        IF FOUND THEN
            RETURN ticket_team.team_id;
        END IF;
    END IF;
    RETURN coalesce(
        (
            SELECT m.team_id
              FROM desk.team_member AS m
              JOIN desk.team AS k ON k.id = m.team_id AND k.deleted_at IS NULL
             WHERE m.agent_id = ticket_team.agent_id
             ORDER BY m.team_id = ANY (ticket_team.preferred) DESC,
                      m.created_at,
                      m.team_id
             LIMIT 1
        ),
        ticket_team.team_id
    );
END;
$$;

COMMENT ON FUNCTION internal.ticket_team(bigint, bigint, bigint []) IS
'The team that a ticket belongs to when an agent gets it.';
GRANT EXECUTE ON FUNCTION internal.ticket_team(bigint, bigint, bigint []) TO ticketfirst_api;

COMMIT;
