-- Deploy ticketfirst:functions/actor_leave to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.actor_leave(actor internal.actor)
RETURNS void
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY INVOKER
SET search_path = pg_catalog, pg_temp SET debug_print_plan = off
AS $$
-- Purpose: leaves an actor in the transaction, under the seal. Transaction-local: the next one on this connection finds
--          nothing, and a copy of it kept elsewhere does not fit.
DECLARE
    v_actor CONSTANT text := cast(actor_leave.actor AS text);
BEGIN
    PERFORM set_config(
        'ticketfirst.actor',
        internal.seal(v_actor) || v_actor,
        true
    );
END;
$$;

COMMENT ON FUNCTION internal.actor_leave(internal.actor) IS
'Makes the actor the one who is asking, until the transaction ends. The owner''s alone.';

COMMIT;
