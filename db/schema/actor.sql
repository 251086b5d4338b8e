-- Deploy ticketfirst:schema/actor to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE TYPE internal.actor AS (
    agent_id bigint,
    role text
);

COMMENT ON TYPE internal.actor IS 'Who is asking.';
COMMENT ON COLUMN internal.actor.agent_id IS 'The agent; NULL for an administrator of the database.';
COMMENT ON COLUMN internal.actor.role IS 'admin or agent; NULL for nobody.';

COMMIT;
