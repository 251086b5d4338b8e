-- Deploy ticketfirst:functions/identity_create to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.identity_create(
    issuer text,
    subject text,
    agent_id bigint DEFAULT NULL,
    client_id bigint DEFAULT NULL,
    service_id bigint DEFAULT NULL
)
RETURNS api.identity
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: says who a subject of another issuer is here: from now on it enters as that agent, client or service.
-- Parameters: issuer, subject: the claims iss and sub of its JWT, byte for byte; agent_id, client_id, service_id: whom it
--             enters as, one of them.
-- Returns: the identity.
-- Raises: TF403 permission_missing, scope_missing; TF422 identity_actor_not_found; 23502 on issuer, subject;
--         23514 identity_actor_one, identity_issuer_length, identity_subject_length; 23505 identity_subject_unique.
-- Tables: reads desk.agent, desk.client, desk.service; writes desk.identity.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_field CONSTANT text := CASE
        WHEN identity_create.agent_id IS NOT NULL THEN 'agent_id'
        WHEN identity_create.client_id IS NOT NULL THEN 'client_id'
        ELSE 'service_id'
    END;
    v_role text;
    v_identity desk.identity;
BEGIN
    PERFORM internal.permission_require(v_actor, 'identity_create');
    PERFORM internal.permission_require(v_actor, 'see_credentials');
    IF v_actor.scopes IS NOT NULL THEN
        RAISE EXCEPTION 'an identity has no scopes: a token limited to scopes makes none'
            USING ERRCODE = 'TF403', CONSTRAINT = 'scope_missing', COLUMN = v_field;
    END IF;
    -- For nobody at all, and for two, identity_actor_one speaks.
    IF num_nonnulls(identity_create.agent_id, identity_create.client_id, identity_create.service_id) = 1 THEN
        v_role := internal.credential_role(identity_create.agent_id, identity_create.client_id, identity_create.service_id);
        IF v_role IS NULL THEN
            RAISE EXCEPTION '% % does not exist', left(v_field, -3),
                coalesce(identity_create.agent_id, identity_create.client_id, identity_create.service_id)
                USING ERRCODE = 'TF422', CONSTRAINT = 'identity_actor_not_found', COLUMN = v_field;
        END IF;
        PERFORM internal.administrator_guard(v_actor, v_role, v_field);
    END IF;

    INSERT INTO desk.identity AS i (issuer, subject, agent_id, client_id, service_id)
    VALUES (
        identity_create.issuer,
        identity_create.subject,
        identity_create.agent_id,
        identity_create.client_id,
        identity_create.service_id
    )
    RETURNING i.* INTO v_identity;
    RETURN internal.identity_view(v_identity);
END;
$$;

COMMENT ON FUNCTION api.identity_create(text, text, bigint, bigint, bigint) IS
'Lets a subject of another issuer enter as an agent, client or service, and returns the identity. Raises TF403 permission_missing, scope_missing; TF422 identity_actor_not_found; 23502 on issuer, subject; 23514 identity_actor_one, identity_issuer_length, identity_subject_length; 23505 identity_subject_unique.';
GRANT EXECUTE ON FUNCTION api.identity_create(text, text, bigint, bigint, bigint) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
