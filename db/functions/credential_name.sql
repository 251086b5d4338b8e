-- Deploy ticketfirst:functions/credential_name to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- One || and one cast for all three: each is set up in every transaction, whether it is reached or not.
CREATE OR REPLACE FUNCTION internal.credential_name(agent_id bigint, client_id bigint, service_id bigint)
RETURNS text
LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE SECURITY INVOKER
RETURN coalesce(
    CASE
        WHEN agent_id IS NOT NULL THEN 'agent:'
        WHEN client_id IS NOT NULL THEN 'client:'
        WHEN service_id IS NOT NULL THEN 'service:'
    END || cast(coalesce(agent_id, client_id, service_id) AS text),
    'database'
);

COMMENT ON FUNCTION internal.credential_name(bigint, bigint, bigint) IS
'Whom a token or an identity is for, in one word: agent:7, client:3, service:1; database where it is nobody.';

COMMIT;
