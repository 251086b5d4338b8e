BEGIN;
SELECT plan(4);

SELECT test.agent('Ada') AS ada \gset
SELECT test.token(:ada) AS hash \gset
UPDATE desk.api_token SET expires_at = '2099-01-01 00:00:00+00', name = 'Laptop' WHERE agent_id = :ada;

SELECT is(
    (SELECT to_jsonb(internal.token_view(t)) FROM desk.api_token AS t WHERE t.agent_id = :ada),
    (SELECT to_jsonb(t) - '{deleted_at,token_hash}'::text[] || '{"last_used_at": null}' FROM desk.api_token AS t WHERE t.agent_id = :ada),
    'shows every column but the hash and the time of revocation'
);
SELECT is(
    (SELECT array_agg(f.key) FROM json_object_keys((SELECT to_json(internal.token_view(t)) FROM desk.api_token AS t
                                                     WHERE t.agent_id = :ada)) AS f (key)),
    ARRAY['id', 'agent_id', 'client_id', 'service_id', 'name', 'scopes', 'expires_at', 'last_used_at', 'version', 'created_at',
          'updated_at'],
    'in this order'
);
INSERT INTO desk.token_use (token_id, last_used_at) SELECT t.id, '2026-01-31 09:00:00+00' FROM desk.api_token AS t;
SELECT is((SELECT (internal.token_view(t)).last_used_at FROM desk.api_token AS t), '2026-01-31 09:00:00+00'::timestamptz,
          'and the last use');
SELECT is(internal.token_view(NULL),
          row(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)::api.token,
          'of no row there is nothing to show');

SELECT * FROM finish();
ROLLBACK;
