-- Deploy ticketfirst:functions/seal to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- The key at both ends: a hash with the key before the text alone can be gone on with by who does not have it.
-- SQL without settings, so that it is written into the expression that asks.
CREATE OR REPLACE FUNCTION internal.seal(payload text)
RETURNS text
LANGUAGE sql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER
RETURN encode(
    sha256(
        internal.seal_key() || timestamptz_send(now()) || int4send(pg_backend_pid())
        || convert_to(session_user || ':' || payload, 'UTF8') || internal.seal_key()
    ),
    'hex'
);

COMMENT ON FUNCTION internal.seal(text) IS
'A keyed hash of a text, of this backend, of its login role and of this transaction: 64 hexadecimal digits. The owner''s alone.';

COMMIT;
