BEGIN;
SELECT plan(3);

SELECT test.agent('Ada') AS ada \gset
SELECT test.team('First line', :ada) AS team \gset

SELECT is(
    (SELECT to_jsonb(internal.team_member_view(m)) FROM desk.team_member AS m WHERE m.team_id = :team),
    (SELECT to_jsonb(m) FROM desk.team_member AS m WHERE m.team_id = :team),
    'shows every column'
);
SELECT is(
    (SELECT array_agg(f.key) FROM json_object_keys((SELECT to_json(internal.team_member_view(m))
                                                      FROM desk.team_member AS m WHERE m.team_id = :team)) AS f (key)),
    ARRAY['team_id', 'agent_id', 'created_at'],
    'in this order'
);
SELECT is(internal.team_member_view(NULL), row(NULL, NULL, NULL)::api.team_member, 'of no row there is nothing to show');

SELECT * FROM finish();
ROLLBACK;
