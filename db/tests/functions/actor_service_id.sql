BEGIN;
SELECT plan(10);

SELECT test.agent('Ada', 'admin') AS ada, test.client('Cleo') AS cleo, test.service('Portal', 'portal') AS portal \gset
CREATE ROLE actor_service_id_mapped LOGIN;
CREATE ROLE actor_service_id_stranger LOGIN;
INSERT INTO desk.database_role (role_name, service_id) VALUES ('actor_service_id_mapped', :portal);
CREATE FUNCTION pg_temp.ask() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT internal.actor_service_id()';

SELECT is(internal.actor_service_id(), NULL, 'a superuser is no service');
SELECT test.enter_as(:ada);
SELECT is(pg_temp.ask(), NULL, 'nor is an administrator');
SELECT test.enter_as_client(:cleo);
SELECT is(pg_temp.ask(), NULL, 'nor a client');
SELECT test.enter_as_service(:portal);
SELECT is(pg_temp.ask(), :portal::bigint, 'a service is itself');
SELECT test.enter_as(NULL, service_id => :portal, on_behalf_of => 'client:' || :cleo);
SELECT is(pg_temp.ask(), NULL, 'unless it acts for a client: then the client is asking');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal('SELECT pg_temp.ask()'), '28000 actor_unknown', 'a gateway that has not entered is nobody');
SET LOCAL SESSION AUTHORIZATION actor_service_id_mapped;
SELECT is(pg_temp.ask(), :portal::bigint, 'a mapped role is who it is mapped to');
SET LOCAL SESSION AUTHORIZATION actor_service_id_stranger;
SELECT is(test.refusal('SELECT pg_temp.ask()'), '28000 actor_unknown', 'any other is nobody');
SELECT test.leave();

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.actor_service_id'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal('SELECT internal.actor_service_id()'), '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
