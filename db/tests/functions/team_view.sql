BEGIN;
SELECT plan(3);

SELECT test.team('First line') AS team \gset
UPDATE desk.team SET name = 'Second line' WHERE id = :team;

SELECT is(
    (SELECT to_jsonb(internal.team_view(t)) FROM desk.team AS t WHERE t.id = :team),
    (SELECT to_jsonb(t) - '{deleted_at,name_key}'::text[] FROM desk.team AS t WHERE t.id = :team),
    'shows every column but the time of deletion and the key'
);
SELECT is(
    (SELECT array_agg(f.key) FROM json_object_keys((SELECT to_json(internal.team_view(t)) FROM desk.team AS t
                                                     WHERE t.id = :team)) AS f (key)),
    ARRAY['id', 'name', 'version', 'created_at', 'updated_at'],
    'in this order'
);
SELECT is(internal.team_view(NULL), row(NULL, NULL, NULL, NULL, NULL)::api.team, 'of no row there is nothing to show');

SELECT * FROM finish();
ROLLBACK;
