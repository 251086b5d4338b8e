BEGIN;
SELECT plan(23);

SELECT test.agent('Root', 'admin') AS root, test.agent('Lea', 'lead') AS lea, test.agent('Ben') AS ben,
       test.client('Cleo') AS cleo, test.client('Dora') AS dora, test.client('Emil') AS emil,
       test.client('Gone') AS gone, test.service('Portal', 'portal') AS portal \gset
SELECT test.organisation('Acme', true, :cleo, :dora, :gone) AS acme, test.organisation('Other', true, :emil) AS other,
       test.ticket(:cleo) AS hers, test.ticket(:dora) AS theirs \gset
UPDATE desk.client SET deleted_at = now() WHERE id = :gone;

-- who may not
SELECT test.enter_as(:lea);
SELECT is(test.refusal(format('SELECT api.organisation_member_remove(%s, %s)', :acme, :cleo)), 'TF403 permission_missing',
          'a lead may not');
SELECT test.enter_as(:ben);
SELECT is(test.refusal(format('SELECT api.organisation_member_remove(%s, %s)', :acme, :cleo)), 'TF403 permission_missing',
          'nor an agent');
SELECT is(test.refusal(format('SELECT api.organisation_member_remove(%s, %s)', :acme, :emil)),
          'TF404 organisation_member_not_found client_id', 'for whom it is not there where it is not');
SELECT test.enter_as_service(:portal);
SELECT is(test.refusal(format('SELECT api.organisation_member_remove(%s, %s)', :acme, :cleo)), 'TF403 permission_missing',
          'nor a service');
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal(format('SELECT api.organisation_member_remove(%s, %s)', :acme, :cleo)), 'TF403 permission_missing',
          'nor a member its own');
SELECT throws_ok(format('SELECT api.organisation_member_remove(%s, %s)', v.organisation, v.client), 'TF404',
                 format('client %s is no member of organisation %s', v.client, v.organisation), v.what)
  FROM (VALUES (:acme, :dora, 'who does not see the others'''), (:other, :emil, 'nor other organisations'),
               (:acme, 0, 'as if they never were'))
    AS v (organisation, client, what);
SELECT test.enter_as(:root, scopes => '{clients:write}');
SELECT is(test.refusal(format('SELECT api.organisation_member_remove(%s, %s)', :acme, :cleo)), 'TF403 scope_missing',
          'nor an administrator''s token without scope admin');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.organisation_member_remove(%s, %s)', :acme, :cleo)), '28000 actor_unknown',
          'nor nobody');
SELECT is(test.refusal('SELECT api.organisation_member_remove(0, 0)'), '28000 actor_unknown', 'who is not told which there are');

SELECT test.enter_as_client(:cleo);
SELECT is((api.ticket_get(:theirs)).client_id, :dora::bigint, 'a member sees the tickets of others');
SELECT test.enter_as(:root);
SELECT is(api.organisation_member_remove(:acme, :cleo), row(:acme, :cleo, now())::api.organisation_member,
          'ends a membership, and returns it as it was');
SELECT is((SELECT array_agg(l.client_id) FROM api.organisation_member_list(:acme) AS l), ARRAY[:dora::bigint, :gone::bigint],
          'it is in the list no more');
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal(format('SELECT api.ticket_get(%s)', :theirs)), 'TF404 ticket_not_found id',
          'and the client sees the tickets of others no more');
SELECT test.enter_as_client(:dora);
SELECT is(test.refusal(format('SELECT api.ticket_get(%s)', :hers)), 'TF404 ticket_not_found id', 'nor do they its');
SELECT test.enter_as(:root);
SELECT is(test.refusal(format('SELECT api.organisation_member_remove(%s, %s)', v.organisation, v.client)),
          'TF404 organisation_member_not_found client_id', v.what)
  FROM (VALUES (:'acme', :'cleo', 'once'), (:'acme', :'emil', 'a member of another is none'), ('0', :'dora', 'nor of none'),
               ('NULL', 'NULL', 'nor is nobody'))
    AS v (organisation, client, what);
SELECT is((api.organisation_member_remove(:acme, :gone)).client_id, :gone::bigint, 'a deleted client''s ends as well');
SELECT is((api.organisation_member_add(:other, :cleo)).organisation_id, :other::bigint, 'who has left may go elsewhere');

SELECT test.leave();
SELECT is(
    (SELECT array_agg(row(e.entity_id, e.changes #>> '{client_id,from}', e.changes #>> '{client_id,to}', e.visibility,
                          e.actor_agent_id)::text ORDER BY e.id)
       FROM desk.event AS e
      WHERE e.entity = 'organisation_member' AND e.action = 'purge'),
    ARRAY[row(:acme, :'cleo', NULL, 'internal', :root)::text, row(:acme, :'gone', NULL, 'internal', :root)::text],
    'the journal has each, and by whom'
);

SELECT * FROM finish();
ROLLBACK;
