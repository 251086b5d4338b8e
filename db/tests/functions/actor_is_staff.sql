BEGIN;
SELECT plan(6);

SELECT test.agent('Root', 'admin') AS root, test.agent('Ada') AS ada \gset
SELECT ok(internal.actor_is_staff(), 'a superuser');
CREATE ROLE test_stranger LOGIN;
GRANT ticketfirst_api TO test_stranger;
SET LOCAL SESSION AUTHORIZATION test_stranger;
SELECT is(test.refusal('SELECT internal.actor_is_staff()'), '28000 actor_unknown', 'nobody is refused');
SELECT test.leave();

GRANT USAGE ON SCHEMA internal TO ticketfirst_gateway;
GRANT EXECUTE ON FUNCTION internal.actor_is_staff(), internal.actor_role(), internal.session_actor(), internal.actor_unknown() TO ticketfirst_gateway;
SELECT test.enter_as(:root);
SELECT is(internal.actor_is_staff(), 't'::boolean, 'an administrator');
SELECT test.enter_as(:ada);
SELECT is(internal.actor_is_staff(), 't'::boolean, 'an agent');
SELECT set_config('ticketfirst.actor_role', 'client', true);
SELECT is(internal.actor_is_staff(), false, 'anybody else');
SELECT test.leave();
REVOKE EXECUTE ON FUNCTION internal.actor_is_staff(), internal.actor_role(), internal.session_actor(), internal.actor_unknown() FROM ticketfirst_gateway;

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.actor_is_staff'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);

SELECT * FROM finish();
ROLLBACK;
