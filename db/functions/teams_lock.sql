-- Deploy ticketfirst:functions/teams_lock to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.teams_lock(id bigint, reassign_to bigint)
RETURNS void
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: locks a team that goes against tickets that are given to it, and the one that gets its tickets against going too.
--          The lower id first, so that two teams that go at once, each naming the other, do not deadlock. That one FOR KEY
--          SHARE: whoever is giving it a ticket of the team that goes need not wait for what waits for that ticket.
--          As the invoker: under the caller's policies.
-- Parameters: reassign_to: the other team, or NULL.
-- Tables: locks desk.team.
BEGIN
    IF teams_lock.reassign_to < teams_lock.id THEN
        PERFORM FROM desk.team AS t WHERE t.id = teams_lock.reassign_to FOR KEY SHARE;
    END IF;
    PERFORM FROM desk.team AS t WHERE t.id = teams_lock.id FOR UPDATE;
    IF teams_lock.reassign_to > teams_lock.id THEN
        PERFORM FROM desk.team AS t WHERE t.id = teams_lock.reassign_to FOR KEY SHARE;
    END IF;
END;
$$;

COMMENT ON FUNCTION internal.teams_lock(bigint, bigint) IS
'Locks a team that goes and the one that gets the tickets, the lower id first.';
GRANT EXECUTE ON FUNCTION internal.teams_lock(bigint, bigint) TO ticketfirst_api;

COMMIT;
