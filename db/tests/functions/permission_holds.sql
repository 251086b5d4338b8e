BEGIN;
SELECT plan(8);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben \gset
CREATE FUNCTION pg_temp.holds(agent_id bigint, permission text, scopes text [] DEFAULT NULL) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    v_actor internal.actor := internal.actor_make(holds.agent_id, NULL, NULL);
BEGIN
    v_actor.scopes := holds.scopes;
    RETURN internal.permission_holds(v_actor, holds.permission);
END;
$$;

SELECT is(pg_temp.holds(:ada, 'agent_create'), true, 'an administrator makes agents');
SELECT is(pg_temp.holds(:ben, 'agent_create'), false, 'an agent does not');
SELECT is(pg_temp.holds(:ada, 'agent_create', '{tickets:read}'), false, 'nor does an administrator''s token that is limited to something else');
SELECT is(pg_temp.holds(:ben, 'clock_set', '{clock}'), true, 'scope clock sets the clock');
SELECT is(pg_temp.holds(:ada, 'no_such_thing'), false, 'nobody has what does not exist');
UPDATE desk.permission SET roles = array_append(roles, 'agent') WHERE name = 'agent_create';
SELECT is(pg_temp.holds(:ben, 'agent_create'), true, 'one UPDATE gives it, from the next call on');
SELECT is(pg_temp.holds(0, 'agent_create'), false, 'nobody has none');

-- who may
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal('SELECT internal.permission_holds(NULL, NULL)'), '42501', 'the gateway may not ask');

SELECT * FROM finish();
ROLLBACK;
