-- Deploy ticketfirst:functions/hmac_sha256 to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.hmac_sha256(key bytea, message bytea)
RETURNS bytea
LANGUAGE plpgsql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: HMAC-SHA256 (RFC 2104), which PostgreSQL has without an extension neither as a function nor as an operator.
-- Parameters: key: exactly a block of 64 bytes: a shorter key is filled up with zeros; message: any.
-- Returns: 32 bytes.
DECLARE
    v_inner bytea := hmac_sha256.key;
    v_outer bytea := hmac_sha256.key;
BEGIN
    FOR i IN 0..63 LOOP
        v_inner := set_byte(v_inner, i, get_byte(hmac_sha256.key, i) # 54);
        v_outer := set_byte(v_outer, i, get_byte(hmac_sha256.key, i) # 92);
    END LOOP;
    RETURN sha256(v_outer || sha256(v_inner || hmac_sha256.message));
END;
$$;

COMMENT ON FUNCTION internal.hmac_sha256(bytea, bytea) IS
'HMAC-SHA256 of a message, with a key filled up to 64 bytes.';

COMMIT;
