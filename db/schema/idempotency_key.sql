-- Deploy ticketfirst:schema/idempotency_key to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE TABLE desk.idempotency_key (
    actor text NOT NULL,
    key text NOT NULL,
    fingerprint bytea NOT NULL,
    answer json,
    -- The server's own clock: how long an answer is kept has nothing to do with the time that a ticket is dated.
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT idempotency_key_pkey PRIMARY KEY (actor, key),
    CONSTRAINT idempotency_key_length CHECK (char_length(key) BETWEEN 1 AND 1024),
    CONSTRAINT idempotency_key_fingerprint_length CHECK (length(fingerprint) BETWEEN 16 AND 64)
);

COMMENT ON TABLE desk.idempotency_key IS
'The answers of writes that carried an idempotency key, so that a repeated request gets the first answer and makes nothing. Kept for 24 hours at least.';
COMMENT ON COLUMN desk.idempotency_key.actor IS 'Whose key it is, as internal.actor_name has it: agent:7, or client:3 by service:1.';
COMMENT ON COLUMN desk.idempotency_key.key IS 'Method, path and key of the request, as one text.';
COMMENT ON COLUMN desk.idempotency_key.fingerprint IS 'A hash of the request: the same key with another request is refused.';
COMMENT ON COLUMN desk.idempotency_key.answer IS 'The answer, byte for byte, but for a token''s secret; NULL while the request runs.';
COMMENT ON COLUMN desk.idempotency_key.created_at IS 'When the key was first used, by the server''s own clock.';
COMMENT ON CONSTRAINT idempotency_key_pkey ON desk.idempotency_key IS 'A key belongs to one actor, method and path.';
COMMENT ON CONSTRAINT idempotency_key_length ON desk.idempotency_key IS
'Method, path and idempotency key together have 1 to 1,024 characters.';
COMMENT ON CONSTRAINT idempotency_key_fingerprint_length ON desk.idempotency_key IS 'A request''s fingerprint has 16 to 64 bytes.';

CREATE INDEX idempotency_key_by_created ON desk.idempotency_key (created_at);
COMMENT ON INDEX desk.idempotency_key_by_created IS 'The oldest keys, to be cleared away.';

ALTER TABLE desk.idempotency_key ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

COMMIT;
