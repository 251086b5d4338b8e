BEGIN;
SELECT plan(28);

SELECT test.agent('Ada') AS ada, test.client('Cleo') AS cleo, test.service('Portal', 'portal') AS portal \gset

SELECT is(test.refusal(format('INSERT INTO desk.identity (issuer, subject, agent_id, client_id, service_id)
                               VALUES (%L, %L, %L, %L, %L)', v.issuer, v.subject, v.agent_id, v.client_id, v.service_id)),
          v.refusal, v.what || ': ' || v.refusal)
  FROM (VALUES
        ('i', 'a', :'ada', NULL, NULL, 'an agent', 'allowed'), ('i', 'c', NULL, :'cleo', NULL, 'a client', 'allowed'),
        ('i', 's', NULL, NULL, :'portal', 'a service', 'allowed'),
        ('i', 'a', NULL, :'cleo', NULL, 'the same subject again', '23505 identity_subject_unique'),
        ('I', 'a', :'ada', NULL, NULL, 'the same of another issuer', 'allowed'),
        ('i', 'A', :'ada', NULL, NULL, 'another in the case of letters', 'allowed'),
        ('i', 'x', NULL, NULL, NULL, 'nobody', '23514 identity_actor_one'),
        ('i', 'x', :'ada', :'cleo', NULL, 'an agent and a client', '23514 identity_actor_one'),
        ('i', 'x', :'ada', :'cleo', :'portal', 'all three', '23514 identity_actor_one'),
        ('i', 'x', '0', NULL, NULL, 'an agent who never was', '23503 identity_agent_id_fkey'),
        ('i', 'x', NULL, '0', NULL, 'a client who never was', '23503 identity_client_id_fkey'),
        ('i', 'x', NULL, NULL, '0', 'a service that never was', '23503 identity_service_id_fkey'),
        (NULL, 'x', :'ada', NULL, NULL, 'no issuer', '23502 identity_issuer_not_null issuer'),
        ('i', NULL, :'ada', NULL, NULL, 'no subject', '23502 identity_subject_not_null subject'),
        ('', 'x', :'ada', NULL, NULL, 'an issuer of 0 characters', '23514 identity_issuer_length'),
        (repeat('õ', 500), 'x', :'ada', NULL, NULL, 'an issuer of 500 characters', 'allowed'),
        (repeat('õ', 501), 'x', :'ada', NULL, NULL, 'an issuer of 501 characters', '23514 identity_issuer_length'),
        ('i', '', :'ada', NULL, NULL, 'a subject of 0 characters', '23514 identity_subject_length'),
        ('i', repeat('õ', 255), :'ada', NULL, NULL, 'a subject of 255 characters', 'allowed'),
        ('i', repeat('õ', 256), :'ada', NULL, NULL, 'a subject of 256 characters', '23514 identity_subject_length'))
    AS v (issuer, subject, agent_id, client_id, service_id, what, refusal);
SELECT is(test.refusal(format('INSERT INTO desk.identity (issuer, subject, agent_id, created_at) VALUES (%L, %L, %s, %L)',
                              'j', v.value, :ada, v.value)),
          v.refusal, format('created_at %s: %s', v.value, v.refusal))
  FROM (VALUES ('0001-01-02 00:00:00+00', 'allowed'), ('0001-01-01 23:59:59.999999+00', '23514 identity_time_in_range'),
               ('infinity', '23514 identity_time_in_range'))
    AS v (value, refusal);
SELECT is(test.refusal(format($$INSERT INTO desk.identity (id, issuer, subject, agent_id) OVERRIDING SYSTEM VALUE
                                SELECT i.id, 'k', 'x', %s FROM desk.identity AS i LIMIT 1$$, :ada)),
          '23505 identity_pkey', 'identity_pkey: refuses an id that there is');
SELECT is(test.refusal(format('DELETE FROM desk.%I WHERE id = %s', v.kind, v.id)), '23503 identity_' || v.kind || '_id_fkey',
          format('identity_%s_id_fkey: its %s cannot be purged', v.kind, v.kind))
  FROM (VALUES ('agent', :ada), ('client', :cleo), ('service', :portal)) AS v (kind, id);
SELECT is(test.refusal('DELETE FROM desk.identity'), 'allowed', 'identities can');

SELECT * FROM finish();
ROLLBACK;
