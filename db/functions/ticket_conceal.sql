-- Deploy ticketfirst:functions/ticket_conceal to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.ticket_conceal(id bigint, rounds integer DEFAULT 1)
RETURNS void
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: before a caller is told that a ticket does not exist: of one that is there, and hidden, the policies have asked
--          who the caller is; of one that never was, nobody has, which takes less time. Here they are asked then. As the
--          owner, who sees which of the two it is; the caller is told nothing.
-- Parameters: rounds: how often a hidden ticket has been looked at.
-- Raises: 28000 actor_unknown.
-- Tables: reads desk.ticket.
BEGIN
    PERFORM FROM desk.ticket AS t WHERE t.id = ticket_conceal.id;
    IF NOT FOUND THEN
        FOR i IN 1 .. ticket_conceal.rounds LOOP
            PERFORM internal.actor_team_keys(), internal.actor_client_ids(), internal.actor_sees('see_all_tickets');
        END LOOP;
    END IF;
END;
$$;

COMMENT ON FUNCTION internal.ticket_conceal(bigint, integer) IS
'Takes as long for a ticket that never was as the policies take to hide one. Raises 28000 actor_unknown.';
GRANT EXECUTE ON FUNCTION internal.ticket_conceal(bigint, integer) TO ticketfirst_api;

COMMIT;
