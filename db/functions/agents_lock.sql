-- Deploy ticketfirst:functions/agents_lock to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.agents_lock(id bigint, reassign_to bigint)
RETURNS void
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY INVOKER
SET search_path = ''
AS $$
-- Purpose: locks an agent who goes, and the one who gets the tickets, against assignments too. The lower id first, so that
--          two agents who go at once, each naming the other, do not deadlock. As the invoker: under the caller's policies.
-- Parameters: reassign_to: the other agent, or NULL.
-- Tables: locks desk.agent.
BEGIN
    PERFORM FROM desk.agent AS a WHERE a.id IN (agents_lock.id, agents_lock.reassign_to) ORDER BY a.id FOR UPDATE;
END;
$$;

COMMENT ON FUNCTION internal.agents_lock(bigint, bigint) IS
'Locks an agent who goes and the one who gets the tickets, the lower id first.';
GRANT EXECUTE ON FUNCTION internal.agents_lock(bigint, bigint) TO ticketfirst_api;

COMMIT;
