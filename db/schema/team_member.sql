-- Deploy ticketfirst:schema/team_member to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE TABLE desk.team_member (
    team_id bigint NOT NULL,
    agent_id bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT internal.clock(),
    CONSTRAINT team_member_pkey PRIMARY KEY (team_id, agent_id),
    CONSTRAINT team_member_team_id_fkey FOREIGN KEY (team_id) REFERENCES desk.team (id),
    CONSTRAINT team_member_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES desk.agent (id),
    CONSTRAINT team_member_time_in_range CHECK (
        created_at >= timestamptz '0001-01-02 00:00:00+00'
        AND created_at < timestamptz '9999-12-31 00:00:00+00'
    )
);

COMMENT ON TABLE desk.team_member IS 'Which agents are in which teams.';
COMMENT ON COLUMN desk.team_member.team_id IS 'The team.';
COMMENT ON COLUMN desk.team_member.agent_id IS 'The agent.';
COMMENT ON COLUMN desk.team_member.created_at IS 'Since when, by internal.clock().';
COMMENT ON CONSTRAINT team_member_pkey ON desk.team_member IS 'An agent is a member of a team once.';
COMMENT ON CONSTRAINT team_member_team_id_fkey ON desk.team_member IS 'The team of a member exists.';
COMMENT ON CONSTRAINT team_member_agent_id_fkey ON desk.team_member IS 'A member of a team is an agent that exists.';
COMMENT ON CONSTRAINT team_member_time_in_range ON desk.team_member IS
'A membership''s time lies from 0001-01-02 to 9999-12-30 in UTC, and so in the years 1 to 9999 in any time zone.';

CREATE INDEX team_member_of_agent ON desk.team_member (agent_id, team_id);
COMMENT ON INDEX desk.team_member_of_agent IS 'The teams of an agent.';

ALTER TABLE desk.team_member ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, DELETE ON desk.team_member TO ticketfirst_api;

COMMIT;
