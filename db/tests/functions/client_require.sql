BEGIN;
SELECT plan(12);

SELECT test.agent('Ben') AS ben, test.client('Cleo') AS cleo, test.client('Dora') AS dora, test.client('Gone') AS gone,
       test.service('Portal', 'portal') AS portal \gset
UPDATE desk.client SET deleted_at = now() WHERE id = :gone;
CREATE FUNCTION pg_temp.ask(client_id bigint) RETURNS void LANGUAGE sql SECURITY DEFINER AS 'SELECT internal.client_require($1)';
ALTER FUNCTION pg_temp.ask OWNER TO ticketfirst_api;

SELECT test.enter_as(:ben);
SELECT is(test.refusal(format('SELECT pg_temp.ask(%s)', v.client_id)), v.refusal, format('an agent: %s: %s', v.what, v.refusal))
  FROM (VALUES (:'cleo', 'a client', 'allowed'), (:'gone', 'a deleted one, which internal.ticket_check refuses', 'allowed'),
               ('0', 'one who never was', 'TF422 ticket_client_not_found client_id'), ('NULL', 'none', 'allowed')) AS v (client_id, what, refusal);
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal(format('SELECT pg_temp.ask(%s)', v.client_id)), v.refusal, format('a client: %s: %s', v.what, v.refusal))
  FROM (VALUES (:'cleo', 'itself', 'allowed'), (:'dora', 'another', 'TF422 ticket_client_not_found client_id'),
               ('0', 'one who never was, in the same words', 'TF422 ticket_client_not_found client_id'),
               ('NULL', 'none', 'allowed')) AS v (client_id, what, refusal);
SELECT throws_ok(format('SELECT pg_temp.ask(%s)', :dora), 'TF422', format('client %s does not exist', :dora), 'what is not seen does not exist');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT pg_temp.ask(%s)', :cleo)), '28000 actor_unknown', 'nobody is refused');
SELECT test.leave();

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.client_require'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal('SELECT internal.client_require(NULL)'), '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
