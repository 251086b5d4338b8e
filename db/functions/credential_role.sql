-- Deploy ticketfirst:functions/credential_role to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.credential_role(agent_id bigint, client_id bigint, service_id bigint)
RETURNS text
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: the role of whom a token or an identity is for. As the invoker: under the caller's policies.
-- Parameters: agent_id, client_id, service_id: one of them.
-- Returns: the role; NULL where there is nobody, or nobody that the caller sees.
-- Tables: reads desk.agent, desk.client, desk.service.
BEGIN
    RETURN CASE
        WHEN credential_role.agent_id IS NOT NULL
            THEN (SELECT a.role FROM desk.agent AS a WHERE a.id = credential_role.agent_id AND a.deleted_at IS NULL)
        WHEN credential_role.client_id IS NOT NULL
            THEN (SELECT 'client' FROM desk.client AS c WHERE c.id = credential_role.client_id AND c.deleted_at IS NULL)
        ELSE (SELECT s.role FROM desk.service AS s WHERE s.id = credential_role.service_id AND s.deleted_at IS NULL)
    END;
END;
$$;

COMMENT ON FUNCTION internal.credential_role(bigint, bigint, bigint) IS
'The role of the agent, client or service that a token or an identity is for; NULL where there is none.';
GRANT EXECUTE ON FUNCTION internal.credential_role(bigint, bigint, bigint) TO ticketfirst_api;

COMMIT;
