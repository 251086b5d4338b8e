BEGIN;
SELECT plan(3);

SELECT test.organisation('Acme', true) AS acme \gset
UPDATE desk.organisation SET name = 'Zoë' WHERE id = :acme;

SELECT is(
    (SELECT to_jsonb(internal.organisation_view(t)) FROM desk.organisation AS t WHERE t.id = :acme),
    (SELECT to_jsonb(t) - '{deleted_at,name_key}'::text[] FROM desk.organisation AS t WHERE t.id = :acme),
    'shows every column but the time of deletion and the key'
);
SELECT is(
    (SELECT array_agg(f.key) FROM json_object_keys((SELECT to_json(internal.organisation_view(t)) FROM desk.organisation AS t
                                                     WHERE t.id = :acme)) AS f (key)),
    ARRAY['id', 'name', 'is_shared', 'version', 'created_at', 'updated_at'],
    'in this order'
);
SELECT is(internal.organisation_view(NULL), row(NULL, NULL, NULL, NULL, NULL, NULL)::api.organisation,
          'of no row there is nothing to show');

SELECT * FROM finish();
ROLLBACK;
