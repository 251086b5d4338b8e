-- Deploy ticketfirst:functions/actor_agent_id to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.actor_agent_id()
RETURNS bigint
LANGUAGE sql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER
RETURN CASE
    WHEN session_user = 'ticketfirst_gateway'
        THEN cast(nullif(current_setting('ticketfirst.actor', true), '') AS bigint)
    ELSE (internal.session_actor()).agent_id
END;

COMMENT ON FUNCTION internal.actor_agent_id() IS
'The caller''s agent, or NULL: an administrator of the database has none, and neither has nobody.';
GRANT EXECUTE ON FUNCTION internal.actor_agent_id() TO ticketfirst_api;

COMMIT;
