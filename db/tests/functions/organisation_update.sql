BEGIN;
SELECT plan(36);

SELECT test.agent('Root', 'admin') AS root, test.agent('Lea', 'lead') AS lea, test.agent('Ben') AS ben,
       test.client('Cleo') AS cleo, test.client('Dora') AS dora, test.client('Emil') AS emil,
       test.service('Portal', 'portal') AS portal \gset
SELECT test.organisation('Acme', false, :cleo, :dora) AS acme, test.organisation('Other', false) AS other,
       test.organisation('Gone', false) AS gone, test.ticket(:dora) AS ticket \gset
UPDATE desk.organisation SET deleted_at = now() WHERE id = :gone;

SELECT test.enter_as(:root);
SELECT to_jsonb(api.organisation_update(:acme, '{"name": " Acme Ltd\t"}')) AS renamed \gset
SELECT is(:'renamed'::jsonb - '{created_at,updated_at}'::text[],
          jsonb_build_object('id', :acme, 'name', 'Acme Ltd', 'is_shared', false, 'version', 2),
          'changes the fields it is given, trimmed, and no other');
SELECT is(to_jsonb(api.organisation_get(:acme)), :'renamed'::jsonb, 'and keeps them');
SELECT is((api.organisation_update(:acme, '{"name": "ACME Ltd"}', if_version => 2)).name, 'ACME Ltd',
          'goes on from the version seen; the case of an own name may change');
SELECT is((api.organisation_update(:acme, '{}')).version, 3, 'no changes change nothing');
SELECT is((api.organisation_update(:acme, '{"name": " ACME Ltd ", "is_shared": false}')).version, 3,
          'the same values change nothing either');
SELECT is((api.organisation_update(:other, '{"name": "gone"}')).name, 'gone', 'the name of a deleted one is free');

-- what is_shared does
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal(format('SELECT api.ticket_get(%s)', :ticket)), 'TF404 ticket_not_found id',
          'the members do not see each other''s tickets');
SELECT test.enter_as(:root);
SELECT is((api.organisation_update(:acme, '{"is_shared": true}')).is_shared, true, 'until it shares');
SELECT test.enter_as_client(:cleo);
SELECT is((api.ticket_get(:ticket)).client_id, :dora::bigint, 'from the next call on they do');
SELECT test.enter_as(:root);
SELECT is((api.organisation_update(:acme, '{"is_shared": false}')).version, 5, 'or until it shares no more');
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal(format('SELECT api.ticket_get(%s)', :ticket)), 'TF404 ticket_not_found id', 'then they do not');

SELECT test.enter_as(:root);
SELECT is(test.refusal(format('SELECT api.organisation_update(%s, %L)', :acme, v.changes)), v.refusal,
          'refuses ' || coalesce(v.changes, 'no changes at all'))
  FROM (VALUES
        ('{"name": null}', '23502 organisation_name_not_null name'),
        ('{"is_shared": null}', '23502 organisation_is_shared_not_null is_shared'),
        ('{"name": " "}', '23514 organisation_name_length'),
        (format('{"name": "%s"}', repeat('x', 201)), '23514 organisation_name_length'),
        ('{"name": "X\nY"}', '23514 organisation_name_one_line'),
        ('{"name": "GONE"}', '23505 organisation_name_unique'),
        ('{"name": 1}', 'TF422 changes_field_type name'),
        ('{"is_shared": "true"}', 'TF422 changes_field_type is_shared'),
        ('{"id": 1}', 'TF422 changes_field_unknown id'),
        ('{"name_key": "x"}', 'TF422 changes_field_unknown name_key'),
        ('[]', 'TF422 changes_not_object changes'),
        (NULL, 'TF422 changes_not_object changes'))
    AS v (changes, refusal);
SELECT is(test.refusal(format('SELECT api.organisation_update(%s, %L, %s)', v.id, '{"name": "X"}', v.version)), v.refusal, v.what)
  FROM (VALUES (:acme, '4', 'TF412 organisation_version_stale if_version', 'refuses an older version'),
               (:gone, 'NULL', 'TF404 organisation_not_found id', 'a deleted one is not there'),
               (0, 'NULL', 'TF404 organisation_not_found id', 'neither is one that never was'))
    AS v (id, version, refusal, what);
SELECT is((api.organisation_get(:acme)).version, 5, 'what was refused changed nothing');

-- who may
CREATE TEMPORARY VIEW pg_temp.attempt AS
SELECT test.refusal(format('SELECT api.organisation_update(%s, %L)', :acme, '{"is_shared": true}')) AS refusal;
GRANT SELECT ON pg_temp.attempt TO PUBLIC;
SELECT test.enter_as(:lea);
SELECT is((SELECT a.refusal FROM pg_temp.attempt AS a), 'TF403 permission_missing', 'a lead may not');
SELECT test.enter_as(:ben);
SELECT is((SELECT a.refusal FROM pg_temp.attempt AS a), 'TF403 permission_missing', 'nor an agent');
SELECT test.enter_as_client(:cleo);
SELECT is((SELECT a.refusal FROM pg_temp.attempt AS a), 'TF403 permission_missing', 'nor a member, to see the others'' tickets');
SELECT test.enter_as_client(:emil);
SELECT is((SELECT a.refusal FROM pg_temp.attempt AS a), 'TF404 organisation_not_found id', 'for another client it is not there');
SELECT test.enter_as_service(:portal);
SELECT is((SELECT a.refusal FROM pg_temp.attempt AS a), 'TF403 permission_missing', 'nor may a service');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is((SELECT a.refusal FROM pg_temp.attempt AS a), '28000 actor_unknown', 'nor nobody');
SELECT is(test.refusal($$SELECT api.organisation_update(0, '{}')$$), '28000 actor_unknown',
          'who is not told which ids there are');

SELECT test.leave();
SELECT is(
    (SELECT array_agg(e.changes ORDER BY e.id) FROM desk.event AS e
      WHERE e.entity = 'organisation' AND e.entity_id = :acme AND e.action = 'update'),
    ARRAY[
        '{"name": {"from": "Acme", "to": "Acme Ltd"}}',
        '{"name": {"from": "Acme Ltd", "to": "ACME Ltd"}}',
        '{"is_shared": {"from": false, "to": true}}',
        '{"is_shared": {"from": true, "to": false}}'
    ]::jsonb[],
    'each change is one event with the changed fields alone'
);
SELECT is(
    (SELECT array_agg(DISTINCT row(e.visibility, e.actor_agent_id)::text) FROM desk.event AS e
      WHERE e.entity = 'organisation' AND e.entity_id = :acme AND e.action = 'update'),
    ARRAY[row('internal', :root)::text],
    'internal, by whoever made it'
);

SELECT * FROM finish();
ROLLBACK;
