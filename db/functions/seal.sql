-- Deploy ticketfirst:functions/seal to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- The length in front of the text: a hash with a key in front can be gone on with by who does not have the key, but not to the
-- hash of any other text, which would have said its own length.
-- SQL without settings, so that it is written into the expression that asks.
CREATE OR REPLACE FUNCTION internal.seal(payload text)
RETURNS text
LANGUAGE sql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER
RETURN encode(
    sha256(
        internal.seal_key() || int4send(octet_length(payload)) || timestamptz_send(now()) || int4send(pg_backend_pid())
        || convert_to(session_user || ':' || payload, 'UTF8')
    ),
    'hex'
);

COMMENT ON FUNCTION internal.seal(text) IS
'A keyed hash of a text, of this backend, of its login role and of this transaction: 64 hexadecimal digits. The owner''s alone.';

COMMIT;
