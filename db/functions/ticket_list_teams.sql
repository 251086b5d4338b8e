-- Deploy ticketfirst:functions/ticket_list_teams to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.ticket_list_teams(actor internal.actor, team_id bigint, teamless boolean)
RETURNS bigint []
LANGUAGE plpgsql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: the teams that a list looks in. A team whose tickets the caller does not see is left out: looking through them, for the
--          policies to hide each, would take time that tells of them.
-- Parameters: actor: the caller; team_id: of this team; teamless: of none; neither: of all that are the caller's.
-- Returns: the keys of teams, 0 for none.
DECLARE
    v_key CONSTANT bigint := CASE WHEN ticket_list_teams.teamless THEN 0 ELSE nullif(ticket_list_teams.team_id, 0) END;
BEGIN
    IF ticket_list_teams.team_id IS NULL AND ticket_list_teams.teamless IS NOT TRUE THEN
        RETURN (ticket_list_teams.actor).team_keys;
    ELSIF 'see_teams' = ANY ((ticket_list_teams.actor).sights)
        AND ('see_all_tickets' = ANY ((ticket_list_teams.actor).sights) OR v_key = ANY ((ticket_list_teams.actor).team_keys)) THEN
        RETURN ARRAY[v_key];
    END IF;
    RETURN cast('{}' AS bigint []);
END;
$$;

COMMENT ON FUNCTION internal.ticket_list_teams(internal.actor, bigint, boolean) IS
'The teams whose tickets a list by team has for the caller.';
GRANT EXECUTE ON FUNCTION internal.ticket_list_teams(internal.actor, bigint, boolean) TO ticketfirst_api;

COMMIT;
