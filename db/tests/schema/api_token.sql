BEGIN;
SELECT plan(41);

SELECT test.agent('Ada') AS ada, test.client('Cleo') AS cleo, test.service('Portal', 'portal') AS portal \gset

SELECT is(test.refusal(format('INSERT INTO desk.api_token (agent_id, name, token_hash) VALUES (%L, %L, %L)',
                              v.agent_id, v.name, v.token_hash)),
          v.refusal, v.what || ': ' || v.refusal)
  FROM (VALUES
        (NULL, 'X', sha256('1'), 'nobody', '23514 api_token_actor_one'),
        ('0', 'X', sha256('1'), 'an agent who never was', '23503 api_token_agent_id_fkey'),
        (:'ada', NULL, sha256('1'), 'no name', '23502 api_token_name_not_null name'),
        (:'ada', '', sha256('1'), 'a name of 0 characters', '23514 api_token_name_length'),
        (:'ada', 'x', sha256('1'), 'a name of 1 character', 'allowed'),
        (:'ada', repeat('õ', 200), sha256('2'), 'a name of 200 characters', 'allowed'),
        (:'ada', repeat('õ', 201), sha256('3'), 'a name of 201 characters', '23514 api_token_name_length'),
        (:'ada', ' X', sha256('3'), 'a name with a space before it', '23514 api_token_name_trimmed'),
        (:'ada', E'X\n', sha256('3'), 'a name with a line break behind it', '23514 api_token_name_one_line'),
        (:'ada', E'X\tY', sha256('3'), 'a name with a tabulator', '23514 api_token_name_one_line'),
        (:'ada', 'X', NULL, 'no hash', '23502 api_token_token_hash_not_null token_hash'),
        (:'ada', 'X', substr(sha256('3'), 1, 31), 'a hash of 31 bytes', '23514 api_token_hash_length'),
        (:'ada', 'X', sha256('3') || '\x00'::bytea, 'a hash of 33 bytes', '23514 api_token_hash_length'),
        (:'ada', 'X', sha256('3'), 'a hash of 32 bytes', 'allowed'),
        (:'ada', 'Y', sha256('3'), 'the same hash again', '23505 api_token_hash_unique'))
    AS v (agent_id, name, token_hash, what, refusal);
UPDATE desk.api_token SET deleted_at = now() WHERE token_hash = sha256('3');
SELECT is(test.refusal(format($$INSERT INTO desk.api_token (agent_id, name, token_hash) VALUES (%s, 'X', sha256('3'))$$,
          :ada)),
          '23505 api_token_hash_unique', 'api_token_hash_unique: refuses that of a revoked token too');

SELECT is(test.refusal(format('INSERT INTO desk.api_token (agent_id, name, token_hash, %I)
                               VALUES (%s, %L, sha256(%L), %L)',
                              v.field, :ada, 'X', v.number, v.value)),
          v.refusal, format('%s %s: %s', v.field, v.value, v.refusal))
  FROM (VALUES
        ('11', 'created_at', '0001-01-01 23:59:59.999999+00', '23514 api_token_times_in_range'),
        ('12', 'created_at', '0001-01-02 00:00:00+00', 'allowed'),
        ('13', 'expires_at', '9999-12-30 23:59:59.999999+00', 'allowed'),
        ('14', 'expires_at', '9999-12-31 00:00:00+00', '23514 api_token_times_in_range'),
        ('15', 'expires_at', 'infinity', '23514 api_token_times_in_range'),
        ('16', 'deleted_at', '-infinity', '23514 api_token_times_in_range'))
    AS v (number, field, value, refusal);

-- of one actor, limited to known scopes
SELECT is(test.refusal(format($$INSERT INTO desk.api_token (agent_id, client_id, service_id, name, token_hash)
                                VALUES (%L, %L, %L, 'X', sha256(%L))$$,
                              v.agent_id, v.client_id, v.service_id, v.what)), v.refusal, v.what || ': ' || v.refusal)
  FROM (VALUES (NULL, :'cleo', NULL, 'a client', 'allowed'), (NULL, NULL, :'portal', 'a service', 'allowed'),
               (NULL, '0', NULL, 'a client who never was', '23503 api_token_client_id_fkey'),
               (NULL, NULL, '0', 'a service that never was', '23503 api_token_service_id_fkey'),
               (:'ada', :'cleo', NULL, 'an agent and a client', '23514 api_token_actor_one'),
               (NULL, :'cleo', :'portal', 'a client and a service', '23514 api_token_actor_one'),
               (:'ada', :'cleo', :'portal', 'all three', '23514 api_token_actor_one'))
    AS v (agent_id, client_id, service_id, what, refusal);
SELECT is(test.refusal(format($$INSERT INTO desk.api_token (agent_id, name, token_hash, scopes)
                                VALUES (%L, 'X', sha256(%L), %L)$$, :ada, 'scopes ' || v.scopes, v.scopes)),
          v.refusal, format('scopes %s: %s', v.scopes, v.refusal))
  FROM (VALUES ('{tickets:read}', 'allowed'), ('{}', '23514 api_token_scopes_known'),
               ('{tickets:read,tickets:write,clients:read,clients:write,agents:read,admin}', 'allowed'),
               ('{tickets:read,see_teams}', '23514 api_token_scopes_known'), ('{NULL}', '23514 api_token_scopes_known'),
               ('{tickets:read,NULL}', '23514 api_token_scopes_known'), ('{ADMIN}', '23514 api_token_scopes_known'))
    AS v (scopes, refusal);

SELECT is(
    test.refusal(format($$INSERT INTO desk.api_token (id, agent_id, name, token_hash) OVERRIDING SYSTEM VALUE
                          SELECT t.id, t.agent_id, 'X',
                          sha256('4') FROM desk.api_token AS t WHERE t.agent_id = %s LIMIT 1$$, :ada)),
    '23505 api_token_pkey', 'api_token_pkey: refuses an id that there is'
);
SELECT is(test.refusal(format('DELETE FROM desk.agent WHERE id = %s', :ada)), '23503 api_token_agent_id_fkey',
          'api_token_agent_id_fkey: an agent with tokens cannot be purged');
SELECT is(test.refusal(format('DELETE FROM desk.client WHERE id = %s', :cleo)), '23503 api_token_client_id_fkey',
          'nor a client');
SELECT is(test.refusal(format('DELETE FROM desk.service WHERE id = %s', :portal)), '23503 api_token_service_id_fkey',
          'nor a service');
SELECT is(test.refusal('DELETE FROM desk.api_token'), 'allowed', 'tokens can');

SELECT * FROM finish();
ROLLBACK;
