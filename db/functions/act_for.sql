-- Deploy ticketfirst:functions/act_for to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION api.act_for(agent_id bigint DEFAULT NULL, client_id bigint DEFAULT NULL)
RETURNS void
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET debug_print_plan = off
AS $$
-- Purpose: from here to the end of the transaction, the caller acts on behalf of an agent or client: with its rights and
--          sight. The journal keeps both. Over HTTP it is the header X-On-Behalf-Of.
-- Parameters: agent_id, client_id: on whose behalf, one of them.
-- Raises: TF403 permission_missing, scope_missing, behalf_twice; TF422 behalf_not_one, behalf_not_found; 28000 actor_unknown.
-- Tables: those of internal.actor_make.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_other text;
BEGIN
    IF num_nonnulls(v_actor.by_agent_id, v_actor.by_service_id) > 0 THEN
        RAISE EXCEPTION 'this transaction acts on behalf of % already', internal.actor_name(v_actor)
            USING ERRCODE = 'TF403', CONSTRAINT = 'behalf_twice';
    END IF;
    v_other := cast(internal.actor_act_for(v_actor, act_for.agent_id, act_for.client_id) AS text);
    PERFORM internal.actor_leave(v_other);
END;
$$;

COMMENT ON FUNCTION api.act_for(bigint, bigint) IS
'Acts on behalf of an agent or client until the transaction ends; the journal keeps both. Raises TF403 permission_missing, scope_missing, behalf_twice; TF422 behalf_not_one, behalf_not_found; 28000 actor_unknown.';
GRANT EXECUTE ON FUNCTION api.act_for(bigint, bigint) TO ticketfirst_service;

COMMIT;
