BEGIN;
SELECT plan(3);

SELECT test.service('Alpha', 'portal') AS alpha \gset

SELECT is(
    (SELECT to_jsonb(internal.service_view(t)) FROM desk.service AS t WHERE t.id = :alpha),
    (SELECT to_jsonb(t) - '{deleted_at,name_key}'::text[] FROM desk.service AS t WHERE t.id = :alpha),
    'shows every column but the key and the time of deletion'
);
SELECT is(
    (SELECT array_agg(f.key) FROM json_object_keys((SELECT to_json(internal.service_view(t)) FROM desk.service AS t
                                                     WHERE t.id = :alpha)) AS f (key)),
    ARRAY['id', 'name', 'role', 'active', 'version', 'created_at', 'updated_at'],
    'in this order'
);
SELECT is(internal.service_view(NULL), row(NULL, NULL, NULL, NULL, NULL, NULL, NULL)::api.service,
          'of no row there is nothing to show');

SELECT * FROM finish();
ROLLBACK;
