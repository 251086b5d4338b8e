-- Deploy ticketfirst:functions/client_conceal to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.client_conceal(id bigint, rounds integer DEFAULT 1)
RETURNS void
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: before a caller is told that a client does not exist: asks what the policies ask to hide one, where there is
--          none, so that the time does not tell which it is. See internal.ticket_conceal.
-- Parameters: rounds: how often a hidden client has been looked at.
-- Raises: 28000 actor_unknown.
-- Tables: reads desk.client.
BEGIN
    PERFORM FROM desk.client AS t WHERE t.id = client_conceal.id;
    IF NOT FOUND THEN
        FOR i IN 1 .. client_conceal.rounds LOOP
            PERFORM internal.actor_sees('see_clients'), internal.actor_client_id();
        END LOOP;
    END IF;
END;
$$;

COMMENT ON FUNCTION internal.client_conceal(bigint, integer) IS
'Takes as long for a client that never was as the policies take to hide one. Raises 28000 actor_unknown.';
GRANT EXECUTE ON FUNCTION internal.client_conceal(bigint, integer) TO ticketfirst_api;

COMMIT;
