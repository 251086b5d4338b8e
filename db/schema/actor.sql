-- Deploy ticketfirst:schema/actor to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE TYPE internal.actor AS (
    role text,
    agent_id bigint,
    client_id bigint,
    service_id bigint,
    by_agent_id bigint,
    by_service_id bigint,
    team_keys bigint [],
    organisation_id bigint,
    sights text [],
    scopes text []
);

COMMENT ON TYPE internal.actor IS
'Who is asking, and what follows from it: made by internal.actor_make, left in the transaction under a seal, read back by internal.actor.';
COMMENT ON COLUMN internal.actor.role IS 'A role of desk.role; NULL for nobody.';
COMMENT ON COLUMN internal.actor.agent_id IS 'The agent; NULL for all others, and for an administrator of the database.';
COMMENT ON COLUMN internal.actor.client_id IS 'The client; NULL for all others.';
COMMENT ON COLUMN internal.actor.service_id IS 'The service; NULL for all others.';
COMMENT ON COLUMN internal.actor.by_agent_id IS 'The agent who acts on behalf of the actor; NULL where the actor acts itself.';
COMMENT ON COLUMN internal.actor.by_service_id IS 'The service that acts on behalf of the actor; NULL where the actor acts itself.';
COMMENT ON COLUMN internal.actor.team_keys IS 'The teams whose tickets the actor sees, 0 for the tickets of no team; see_all_tickets among the sights: all.';
COMMENT ON COLUMN internal.actor.organisation_id IS 'The organisation of a client, where that shares: the client sees the tickets of all its members.';
COMMENT ON COLUMN internal.actor.sights IS 'What the actor sees beyond that: the permissions see_… of its role.';
COMMENT ON COLUMN internal.actor.scopes IS 'What the token is limited to; NULL: nothing but the role''s permissions.';

COMMIT;
