BEGIN;
SELECT plan(41);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben, test.client('Cleo') AS cleo \gset
SELECT test.token(:ben) AS ben_hash, internal.actor_make(:ada, NULL, NULL)::text AS forged,
       internal.actor_make(:ben, NULL, NULL)::text AS bens \gset
CREATE ROLE actor_mapped LOGIN;
CREATE ROLE actor_stranger LOGIN;
INSERT INTO desk.database_role (role_name, agent_id) VALUES ('actor_mapped', :ben);
CREATE FUNCTION pg_temp.ask() RETURNS text LANGUAGE sql SECURITY DEFINER AS 'SELECT internal.actor()::text';
CREATE FUNCTION pg_temp.agent_id() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT (internal.actor()).agent_id';
-- What the gateway's role gets that has set this.
CREATE FUNCTION pg_temp.forge(setting text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('ticketfirst.actor', forge.setting, true);
    RETURN test.refusal('SELECT pg_temp.ask()');
END;
$$;

-- the gateway's role, and SET
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal('SELECT pg_temp.ask()'), '28000 actor_unknown', 'a gateway that has not entered is nobody');
SELECT is(pg_temp.forge(v.setting), '28000 actor_unknown', 'and with SET to ' || v.what)
  FROM (VALUES
        ('', 'nothing'), ('x', 'anything'), ('admin', 'a role'), ('agent:1', 'a name'), (repeat('0', 64), 'a seal of nothing'),
        (:'forged', 'an actor without a seal'), (repeat('0', 64) || '|' || :'forged', 'an actor under some seal'),
        (repeat('f', 63) || '|' || :'forged', 'an actor under a short seal'), ('|' || :'forged', 'an actor under an empty seal'),
        (encode(sha256(convert_to(:'forged', 'UTF8')), 'hex') || '|' || :'forged', 'an actor under a hash without a key'),
        ('(', 'what is no actor'), (repeat('0', 64) || '|(', 'nor under some seal'), (repeat('é', 64), 'letters of two bytes'))
    AS v (setting, what);

-- who has entered
SELECT (api.enter(:'ben_hash')).role AS entered \gset
SELECT pg_temp.ask() AS asked, current_setting('ticketfirst.actor') AS sealed \gset
SELECT is(:'asked'::text, :'bens'::text, 'whoever has entered is who the token is for');
SELECT is(pg_temp.ask(), :'asked'::text, 'until the end of the transaction');
SELECT is(length(:'sealed') - length(:'asked'), 65, 'the setting is the actor, under a seal');
SELECT is(pg_temp.forge(v.setting), '28000 actor_unknown', 'whoever changes that is nobody: ' || v.what)
  FROM (VALUES
        (left(:'sealed', 65) || :'forged', 'the seal over another actor'),
        (:'sealed' || ' ', 'a space behind it'), (:'sealed' || '|', 'another part behind it'), (' ' || :'sealed', 'a space before it'),
        (upper(left(:'sealed', 65)) || :'asked', 'the seal in capitals'),
        (left(:'sealed', 65) || replace(:'asked', '(agent,', '(admin,'), 'another role'),
        (left(:'sealed', 65) || replace(:'asked', '{0}', '{0,1}'), 'another team'),
        (left(:'sealed', 65) || substr(:'asked', 2), 'a letter less'),
        (reverse(left(:'sealed', 64)) || '|' || :'asked', 'the seal backwards'), (left(:'sealed', 64), 'the seal alone'))
    AS v (setting, what);
SELECT is(pg_temp.forge(:'sealed'), 'allowed', 'the setting as it was is who has entered');
SELECT test.enter_as(:ada, on_behalf_of => 'client:' || :cleo);
SELECT is(pg_temp.ask(), (SELECT format('(client,,%s,,%s,,{},,{},)', :cleo, :ada)), 'or in whose name');
SELECT is(pg_temp.forge(''), '28000 actor_unknown', 'without the setting, nobody again');

-- other login roles: what is set is nothing to them
SELECT set_config('ticketfirst.actor', :'sealed', true);
SET LOCAL SESSION AUTHORIZATION actor_mapped;
SELECT is(pg_temp.agent_id(), :ben::bigint, 'a mapped role is who it is mapped to');
SELECT is(pg_temp.forge(v.setting), 'allowed', 'and is not kept from it')
  FROM (VALUES (repeat('0', 64) || '|' || :'forged'), (:'forged'), ('(')) AS v (setting);
SELECT is(pg_temp.agent_id(), :ben::bigint, 'whatever it has set');
SET LOCAL SESSION AUTHORIZATION actor_stranger;
SELECT is(pg_temp.forge(:'sealed'), '28000 actor_unknown', 'the seal of another login role fits nobody');
SELECT test.leave();
SELECT is((internal.actor()).role, 'admin', 'a superuser is an administrator, whatever is set');
SELECT internal.actor_leave(internal.actor_make(:ada, NULL, NULL)::text);
SELECT is((internal.actor()).agent_id, :ada::bigint, 'or whom the owner has left here');
SELECT current_setting('ticketfirst.actor') AS foreign \gset
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(pg_temp.forge(:'foreign'), '28000 actor_unknown', 'which is under no seal of the gateway''s');
SELECT test.leave();

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.actor'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal('SELECT internal.actor()'), '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
