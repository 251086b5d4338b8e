BEGIN;
SELECT plan(3);

SELECT test.agent('Ada') AS ada \gset
INSERT INTO desk.identity (issuer, subject, agent_id) VALUES ('i', 'ada', :ada);

SELECT is(
    (SELECT to_jsonb(internal.identity_view(t)) FROM desk.identity AS t),
    (SELECT to_jsonb(t) FROM desk.identity AS t),
    'shows every column'
);
SELECT is(
    (SELECT array_agg(f.key) FROM json_object_keys((SELECT to_json(internal.identity_view(t)) FROM desk.identity AS t))
            AS f (key)),
    ARRAY['id', 'issuer', 'subject', 'agent_id', 'client_id', 'service_id', 'created_at'],
    'in this order'
);
SELECT is(internal.identity_view(NULL), row(NULL, NULL, NULL, NULL, NULL, NULL, NULL)::api.identity,
          'of no row there is nothing to show');

SELECT * FROM finish();
ROLLBACK;
