BEGIN;
SELECT plan(27);

SELECT test.agent('Root', 'admin') AS root, test.agent('Lea', 'lead') AS lea, test.agent('Ben') AS ben,
       test.client('Cleo') AS cleo, test.client('Dora') AS dora, test.client('Idle', active => false) AS idle,
       test.client('Gone') AS gone_client, test.service('Portal', 'portal') AS portal,
       test.organisation('Acme', true) AS acme, test.organisation('Other', true) AS other,
       test.organisation('Gone', true) AS gone \gset
UPDATE desk.organisation SET deleted_at = now() WHERE id = :gone;
UPDATE desk.client SET deleted_at = now() WHERE id = :gone_client;
SELECT test.ticket(:dora) AS ticket \gset

SELECT test.enter_as(:root);
SELECT is(api.organisation_member_add(:acme, :cleo), row(:acme, :cleo, now())::api.organisation_member,
          'makes a client a member, at the time of the clock');
SELECT is((api.organisation_member_add(:acme, :idle)).client_id, :idle::bigint, 'one who is not active too');
SELECT is((SELECT array_agg(l.client_id) FROM api.organisation_member_list(:acme) AS l), ARRAY[:cleo::bigint, :idle::bigint],
          'who are in the list then');
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal(format('SELECT api.ticket_get(%s)', :ticket)), 'TF404 ticket_not_found id',
          'a member does not see the tickets of others');
SELECT test.enter_as(:root);
SELECT is((api.organisation_member_add(:acme, :dora)).organisation_id, :acme::bigint, 'until they are members');
SELECT test.enter_as_client(:cleo);
SELECT is((api.ticket_get(:ticket)).client_id, :dora::bigint, 'then it does');

SELECT test.leave();
UPDATE desk.organisation_member SET created_at = '2020-01-01' WHERE client_id = :cleo;
SELECT count(*) AS events FROM desk.event \gset
SELECT test.enter_as(:root);
SELECT is((api.organisation_member_add(:acme, :cleo)).created_at, '2020-01-01'::timestamptz,
          'who is a member stays one, since then');
SELECT test.leave();
SELECT is((SELECT count(*) FROM desk.event), :events::bigint, 'and nothing is written');
SELECT is(
    (SELECT jsonb_agg(to_jsonb(e) - '{id,happened_at,request_id,database_role}'::text[])
       FROM desk.event AS e
      WHERE e.entity = 'organisation_member' AND e.changes #>> '{client_id,to}' = :'dora'),
    jsonb_build_array(jsonb_build_object(
        'entity', 'organisation_member', 'entity_id', :acme, 'ticket_id', NULL, 'former_ticket_id', NULL,
        'action', 'create', 'version', 1,
        'changes', jsonb_build_object(
            'organisation_id', jsonb_build_object('from', NULL, 'to', :acme),
            'client_id', jsonb_build_object('from', NULL, 'to', :dora),
            'created_at', jsonb_build_object('from', NULL, 'to', now())
        ),
        'visibility', 'internal', 'actor_agent_id', :root, 'actor_client_id', NULL, 'actor_service_id', NULL,
        'by_agent_id', NULL, 'by_service_id', NULL
    )),
    'each that was is in the journal'
);

SELECT test.enter_as(:root);
SELECT is(test.refusal(format('SELECT api.organisation_member_add(%s, %s)', v.organisation, v.client)), v.refusal, v.what)
  FROM (VALUES
        (:'other', :'cleo', 'TF409 organisation_member_elsewhere client_id', 'a member of another organisation leaves that first'),
        (:'gone', :'cleo', 'TF404 organisation_not_found organisation_id', 'a deleted organisation is not there'),
        ('0', :'cleo', 'TF404 organisation_not_found organisation_id', 'nor one that never was'),
        ('NULL', :'cleo', 'TF404 organisation_not_found organisation_id', 'nor none'),
        (:'acme', :'gone_client', 'TF422 organisation_member_client_not_found client_id', 'nor a deleted client'),
        (:'acme', '0', 'TF422 organisation_member_client_not_found client_id', 'nor one who never was'),
        (:'acme', 'NULL', 'TF422 organisation_member_client_not_found client_id', 'nor none'))
    AS v (organisation, client, refusal, what);

-- who may
SELECT test.enter_as(:root, scopes => '{clients:write}');
SELECT is(test.refusal(format('SELECT api.organisation_member_add(%s, %s)', :acme, :dora)), 'TF403 scope_missing',
          'a token without scope admin will not do');
SELECT test.enter_as(:lea);
SELECT is(test.refusal(format('SELECT api.organisation_member_add(%s, %s)', :acme, :dora)), 'TF403 permission_missing',
          'a lead may not');
SELECT test.enter_as(:ben);
SELECT is(test.refusal(format('SELECT api.organisation_member_add(%s, %s)', :other, :cleo)), 'TF403 permission_missing',
          'nor an agent');
SELECT test.enter_as_service(:portal);
SELECT is(test.refusal(format('SELECT api.organisation_member_add(%s, %s)', :acme, :dora)), 'TF403 permission_missing',
          'nor a service');
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal(format('SELECT api.organisation_member_add(%s, %s)', v.organisation, v.client)), v.refusal, v.what)
  FROM (VALUES
        (:acme, :dora, 'TF403 permission_missing', 'nor a member'),
        (:acme, 0, 'TF403 permission_missing', 'who is not told which clients there are'),
        (:other, :cleo, 'TF404 organisation_not_found organisation_id', 'and does not see other organisations'),
        (0, :cleo, 'TF404 organisation_not_found organisation_id', 'as if they never were'))
    AS v (organisation, client, refusal, what);
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.organisation_member_add(%s, %s)', :acme, :dora)), '28000 actor_unknown', 'nor nobody');
SELECT is(test.refusal('SELECT api.organisation_member_add(0, 0)'), '28000 actor_unknown', 'who is not told which there are');

-- one who may, but sees itself alone
SELECT test.leave();
UPDATE desk.permission SET roles = roles || '{client}' WHERE name = 'organisation_member_add';
SELECT test.enter_as_client(:dora);
SELECT is(test.refusal(format('SELECT api.organisation_member_add(%s, %s)', :acme, :cleo)),
          'TF422 organisation_member_client_not_found client_id', 'of clients out of sight it is not told whether they are there');

SELECT * FROM finish();
ROLLBACK;
