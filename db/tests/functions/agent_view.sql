BEGIN;
SELECT plan(8);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben, test.client('Cleo') AS cleo,
       test.service('Portal', 'portal') AS portal, test.service('Monitor', 'monitor') AS monitor \gset
UPDATE desk.agent SET name = 'Zoë' WHERE id = :ada;

SELECT is(
    (SELECT to_jsonb(internal.agent_view(t, internal.actor_make(v.agent_id, v.client_id, v.service_id))) FROM desk.agent AS t WHERE t.id = :ada),
    (SELECT to_jsonb(t) - '{deleted_at,name_key,email_key}'::text[] || CASE WHEN v.is_hidden THEN '{"email": null}' ELSE '{}' END::jsonb
       FROM desk.agent AS t WHERE t.id = :ada),
    format('shows %s every column but the time of deletion and the keys%s', v.who, CASE WHEN v.is_hidden THEN ', and no email address' END)
)
  FROM (VALUES
        (NULL::bigint, NULL::bigint, NULL::bigint, 'an administrator of the database', false), (:ben, NULL, NULL, 'an agent', false),
        (NULL, NULL, :monitor, 'a monitor', false), (NULL, :cleo, NULL, 'a client', true), (NULL, NULL, :portal, 'a portal', true))
    AS v (agent_id, client_id, service_id, who, is_hidden);
SELECT is((SELECT (internal.agent_view(t, NULL)).email FROM desk.agent AS t WHERE t.id = :ada), NULL, 'nor has nobody one');
SELECT is(
    (SELECT array_agg(f.key) FROM json_object_keys((SELECT to_json(internal.agent_view(t, internal.actor())) FROM desk.agent AS t
                                                     WHERE t.id = :ada)) AS f (key)),
    ARRAY['id', 'name', 'email', 'role', 'active', 'version', 'created_at', 'updated_at'],
    'in this order'
);
SELECT is(internal.agent_view(NULL, NULL), row(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)::api.agent,
          'of no row there is nothing to show');

SELECT * FROM finish();
ROLLBACK;
