-- Deploy ticketfirst:functions/seal to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- A hash with a key in front can be gone on with by who does not have the key: to the hash of what was hashed, then what SHA-256 fills
-- its last block with, then anything. That is no text: among what it is filled with are zero bytes, which no text has.
-- The backend is in internal.seal_key. SQL without settings, so that it is written into the expression that asks.
CREATE OR REPLACE FUNCTION internal.seal(payload text)
RETURNS text
LANGUAGE sql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER
RETURN encode(
    sha256(
        internal.seal_key() || timestamptz_send(now()) || convert_to(session_user || ':' || payload, 'UTF8')
    ),
    'hex'
);

COMMENT ON FUNCTION internal.seal(text) IS
'A keyed hash of a text, of this backend, of its login role and of this transaction: 64 hexadecimal digits. The owner''s alone.';

COMMIT;
