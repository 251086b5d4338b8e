-- Deploy ticketfirst:functions/identity_enter to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.identity_enter(assertion bytea)
RETURNS internal.actor
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER
SET search_path = pg_catalog, pg_temp SET debug_print_plan = off
AS $$
-- Purpose: whom the gateway has checked a JWT of. The gateway signs what it says, with a key that its password does not
--          give: HMAC-SHA256 (RFC 2104) of the text, then the text, {"iss": …, "sub": …, "exp": <seconds since 1970>}.
-- Parameters: assertion: 32 bytes of signature, and the text in UTF-8.
-- Returns: the actor.
-- Raises: 28000 assertion_invalid, identity_unknown.
-- Tables: reads desk.secret, desk.identity.
DECLARE
    v_key bytea;
    v_text CONSTANT bytea := substr(identity_enter.assertion, 33);
    v_said jsonb;
    v_identity desk.identity;
    v_actor internal.actor;
BEGIN
    SELECT s.value || decode(repeat('00', 32), 'hex') INTO v_key FROM desk.secret AS s WHERE s.name = 'assertion';
    IF internal.hmac_sha256(v_key, v_text) IS DISTINCT FROM substr(identity_enter.assertion, 1, 32) THEN
        RAISE EXCEPTION 'the assertion is not signed with the key of this database'
            USING ERRCODE = '28000', CONSTRAINT = 'assertion_invalid';
    END IF;
    v_said := cast(convert_from(v_text, 'UTF8') AS jsonb);
    IF (to_timestamp(cast(v_said ->> 'exp' AS bigint)) > now()) IS NOT TRUE THEN
        RAISE EXCEPTION 'the assertion has expired'
            USING ERRCODE = '28000', CONSTRAINT = 'assertion_invalid';
    END IF;

    SELECT i.*
      INTO v_identity
      FROM desk.identity AS i
     WHERE i.issuer = v_said ->> 'iss'
       AND i.subject = v_said ->> 'sub';
    IF FOUND THEN
        v_actor := internal.actor_make(v_identity.agent_id, v_identity.client_id, v_identity.service_id);
    END IF;
    IF v_actor.role IS NULL THEN
        RAISE EXCEPTION 'the subject of the token is nobody here, or not active'
            USING ERRCODE = '28000', CONSTRAINT = 'identity_unknown';
    END IF;
    RETURN v_actor;
END;
$$;

COMMENT ON FUNCTION internal.identity_enter(bytea) IS
'The actor that a JWT''s subject is, by the gateway''s signed word. Raises 28000 assertion_invalid, identity_unknown.';

COMMIT;
