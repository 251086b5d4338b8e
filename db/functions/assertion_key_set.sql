-- Deploy ticketfirst:functions/assertion_key_set to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.assertion_key_set(key bytea)
RETURNS void
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: sets the key that the gateway signs with what it says of a JWT; the key before it counts no more.
-- Parameters: key: 32 random bytes.
-- Raises: 23502 on value; 23514 secret_value_length.
-- Tables: writes desk.secret.
BEGIN
    INSERT INTO desk.secret AS s (name, value)
    VALUES ('assertion', assertion_key_set.key)
    ON CONFLICT ON CONSTRAINT secret_pkey DO UPDATE SET value = excluded.value;
END;
$$;

COMMENT ON FUNCTION internal.assertion_key_set(bytea) IS
'Sets the key of the gateway''s word for a JWT. The owner''s alone. Raises 23502 on value; 23514 secret_value_length.';

COMMIT;
