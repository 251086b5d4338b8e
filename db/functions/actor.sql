-- Deploy ticketfirst:functions/actor to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- debug_print_plan is off because the plan has the key of the seal in it, and anybody may switch that setting on.
CREATE OR REPLACE FUNCTION internal.actor()
RETURNS internal.actor
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET debug_print_plan = off
AS $$
-- Purpose: who is asking. What api.enter (or api.act_for) has left in this transaction counts if its seal is right, so that
--          nobody makes itself an actor with SET. Without it, the gateway's session is nobody, and any other is who its
--          login role stands for.
-- Returns: the actor, never nobody.
-- Raises: 28000 actor_unknown.
-- Tables: none, but what internal.session_actor reads.
DECLARE
    -- Not by substr: that counts characters.
    v_left CONSTANT text := current_setting('ticketfirst.actor', true);
    v_actor CONSTANT text := split_part(v_left, '|', 2);
BEGIN
    IF v_left = internal.seal(v_actor) || '|' || v_actor THEN
        RETURN cast(v_actor AS internal.actor);
    END IF;
    IF session_user = 'ticketfirst_gateway' THEN
        RETURN internal.actor_unknown();
    END IF;
    RETURN internal.session_actor();
END;
$$;

COMMENT ON FUNCTION internal.actor() IS
'Who is asking: in the gateway''s sessions who has entered, in all others who the login role stands for. Raises 28000 actor_unknown.';
GRANT EXECUTE ON FUNCTION internal.actor() TO ticketfirst_api;

COMMIT;
