-- Deploy ticketfirst:schema/token_use to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- Not a column of desk.api_token: being used is no change of the token, raises no version and locks no row of it.
CREATE TABLE desk.token_use (
    token_id bigint NOT NULL,
    -- The server's own clock: a credential is used when it is used, whatever time a ticket is dated.
    last_used_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT token_use_pkey PRIMARY KEY (token_id),
    CONSTRAINT token_use_token_id_fkey FOREIGN KEY (token_id) REFERENCES desk.api_token (id) ON DELETE CASCADE
) WITH (fillfactor = 50);

COMMENT ON TABLE desk.token_use IS 'When tokens were last used, to a minute: api.enter writes at most once a minute for each.';
COMMENT ON COLUMN desk.token_use.token_id IS 'The token.';
COMMENT ON COLUMN desk.token_use.last_used_at IS 'When it was last used, up to a minute earlier than it really was.';
COMMENT ON CONSTRAINT token_use_pkey ON desk.token_use IS 'A token was last used once.';
COMMENT ON CONSTRAINT token_use_token_id_fkey ON desk.token_use IS 'The token that was used exists.';

ALTER TABLE desk.token_use ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT ON desk.token_use TO ticketfirst_api;

COMMIT;
