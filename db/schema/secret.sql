-- Deploy ticketfirst:schema/secret to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE TABLE desk.secret (
    name text NOT NULL,
    value bytea NOT NULL,
    CONSTRAINT secret_pkey PRIMARY KEY (name),
    CONSTRAINT secret_name_known CHECK (name IN ('seal', 'assertion')),
    CONSTRAINT secret_value_length CHECK (length(value) = 32)
);

COMMENT ON TABLE desk.secret IS 'The keys of the database, which its owner alone reads.';
COMMENT ON COLUMN desk.secret.name IS
'seal: of the identity that api.enter leaves in the session; assertion: of what the gateway says of a JWT that it has checked.';
COMMENT ON COLUMN desk.secret.value IS 'The key, 32 random bytes.';
COMMENT ON CONSTRAINT secret_pkey ON desk.secret IS 'A key is known by its name.';
COMMENT ON CONSTRAINT secret_name_known ON desk.secret IS 'There are two keys: seal and assertion.';
COMMENT ON CONSTRAINT secret_value_length ON desk.secret IS 'A key has 32 bytes.';

-- Three random UUIDs hold 366 bits of PostgreSQL's strong randomness; their hash is 256 evenly random ones.
INSERT INTO desk.secret (name, value) VALUES
('seal', sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())));

ALTER TABLE desk.secret ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

COMMIT;
