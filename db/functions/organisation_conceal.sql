-- Deploy ticketfirst:functions/organisation_conceal to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.organisation_conceal(id bigint, rounds integer DEFAULT 1)
RETURNS void
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: before a caller is told that an organisation does not exist: asks what the policies ask to hide one, where there is
--          none, so that the time does not tell which it is. See internal.ticket_conceal.
-- Parameters: rounds: how often a hidden organisation has been looked at.
-- Raises: 28000 actor_unknown.
-- Tables: reads desk.organisation, desk.organisation_member.
BEGIN
    PERFORM FROM desk.organisation AS t WHERE t.id = organisation_conceal.id;
    IF NOT FOUND THEN
        FOR i IN 1 .. organisation_conceal.rounds LOOP
            PERFORM internal.actor_sees('see_clients'), internal.actor_sees('see_clients'), internal.actor_client_id();
            PERFORM FROM desk.organisation_member AS m WHERE m.organisation_id = organisation_conceal.id;
        END LOOP;
    END IF;
END;
$$;

COMMENT ON FUNCTION internal.organisation_conceal(bigint, integer) IS
'Takes as long for an organisation that never was as the policies take to hide one. Raises 28000 actor_unknown.';
GRANT EXECUTE ON FUNCTION internal.organisation_conceal(bigint, integer) TO ticketfirst_api;

COMMIT;
