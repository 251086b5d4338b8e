-- Deploy ticketfirst:functions/actor_role to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- SQL without a search_path setting, so that the planner writes it into the policies that ask it.
CREATE OR REPLACE FUNCTION internal.actor_role()
RETURNS text
LANGUAGE sql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER
RETURN CASE
    WHEN session_user = 'ticketfirst_gateway' AND current_setting('ticketfirst.actor_role', true) <> ''
        THEN current_setting('ticketfirst.actor_role', true)
    ELSE coalesce((internal.session_actor()).role, internal.actor_unknown())
END;

COMMENT ON FUNCTION internal.actor_role() IS
'The caller''s role: admin or agent. In the gateway''s sessions it is what api.enter left in the transaction, in all others what the login role stands for. Raises 28000 actor_unknown.';
GRANT EXECUTE ON FUNCTION internal.actor_role() TO ticketfirst_api;

COMMIT;
