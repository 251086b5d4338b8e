-- Deploy ticketfirst:functions/agents_lock to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.agents_lock(id bigint, reassign_to bigint)
RETURNS void
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: locks an agent who goes against assignments, and the one who gets the tickets against going too. The lower id
--          first, so that two agents who go at once, each naming the other, do not deadlock. That one FOR KEY SHARE:
--          whoever is assigning it a ticket of the agent who goes need not wait for what waits for that ticket.
--          As the invoker: under the caller's policies.
-- Parameters: reassign_to: the other agent, or NULL.
-- Tables: locks desk.agent.
BEGIN
    IF agents_lock.reassign_to < agents_lock.id THEN
        PERFORM FROM desk.agent AS a WHERE a.id = agents_lock.reassign_to FOR KEY SHARE;
    END IF;
    PERFORM FROM desk.agent AS a WHERE a.id = agents_lock.id FOR UPDATE;
    IF agents_lock.reassign_to > agents_lock.id THEN
        PERFORM FROM desk.agent AS a WHERE a.id = agents_lock.reassign_to FOR KEY SHARE;
    END IF;
END;
$$;

COMMENT ON FUNCTION internal.agents_lock(bigint, bigint) IS
'Locks an agent who goes and the one who gets the tickets, the lower id first.';
GRANT EXECUTE ON FUNCTION internal.agents_lock(bigint, bigint) TO ticketfirst_api;

COMMIT;
