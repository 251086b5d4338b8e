BEGIN;
SELECT plan(3);

SELECT test.agent('Ada', 'admin') AS ada, test.client('Cleo', active => false) AS cleo \gset
UPDATE desk.client SET name = 'Zoë' WHERE name IN ('Ada', 'Cleo');

SELECT is(
    (SELECT to_jsonb(internal.client_view(t)) FROM desk.client AS t WHERE t.name = 'Zoë'),
    (SELECT to_jsonb(t) - '{deleted_at,name_key,email_key}'::text[] FROM desk.client AS t WHERE t.name = 'Zoë'),
    'shows every column but the time of deletion and the keys'
);
SELECT is(
    (SELECT array_agg(f.key) FROM json_object_keys((SELECT to_json(internal.client_view(t)) FROM desk.client AS t
                                                     WHERE t.name = 'Zoë')) AS f (key)),
    ARRAY['id', 'name', 'email', 'active', 'version', 'created_at', 'updated_at'],
    'in this order'
);
SELECT is(internal.client_view(NULL), row(NULL, NULL, NULL, NULL, NULL, NULL, NULL)::api.client,
          'of no row there is nothing to show');

SELECT * FROM finish();
ROLLBACK;
