BEGIN;
SELECT plan(15);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben, test.service('Portal', 'portal') AS portal \gset
SELECT test.token(:ben) AS hash \gset
SELECT id AS token FROM desk.api_token WHERE agent_id = :ben \gset
SELECT test.token(:ben) AS other_hash \gset

SELECT test.enter_as(:ada);
SELECT is(test.refusal(format('SELECT api.token_revoke(%s, 2)', :token)), 'TF412 token_version_stale if_version',
          'refuses another version than the token''s');
SELECT is((SELECT count(*) FROM api.token_list(:ben)), 2::bigint, 'and revokes nothing then');
SELECT is(to_jsonb(api.token_revoke(:token, if_version => 1)) - '{expires_at,created_at,updated_at}'::text[],
          jsonb_build_object('id', :token, 'agent_id', :ben, 'client_id', NULL, 'service_id', NULL, 'name', 'test',
                             'scopes', NULL, 'last_used_at', NULL, 'version', 2),
          'returns the token as it was revoked');
SELECT is((SELECT array_agg(l.id) FROM api.token_list(:ben, deleted => true) AS l), ARRAY[:token::bigint],
          'it is among the revoked ones');
SELECT is((SELECT count(*) FROM api.token_list(:ben)), 1::bigint, 'and no more among the live ones');
SELECT is(test.refusal(format('SELECT api.token_revoke(%s)', :token)), 'TF404 token_not_found id',
          'it cannot be revoked twice');
SELECT is(test.refusal('SELECT api.token_revoke(0)'), 'TF404 token_not_found id', 'nor one that never was');
SELECT is(test.refusal(format('SELECT api.enter(%L)', :'hash')), '28000 token_invalid', 'it opens nothing any more');
SELECT is((api.enter(:'other_hash')).agent_id, :ben::bigint, 'the agent''s other token does');

SELECT is(test.refusal(format('SELECT api.token_revoke(%s)', :token + 1)), 'TF403 permission_missing',
          'refuses an agent, even to revoke its own');
SELECT test.enter_as_service(:portal);
SELECT is(test.refusal(format('SELECT api.token_revoke(%s)', :token + 1)), 'TF403 permission_missing',
          'or a service');
SELECT test.enter_as(:ada, scopes => '{tickets:write}');
SELECT is(test.refusal(format('SELECT api.token_revoke(%s)', :token + 1)), 'TF403 scope_missing',
          'or an administrator''s token without the scope');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.token_revoke(%s)', :token)), '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal('SELECT api.token_revoke(0)'), '28000 actor_unknown',
          'and does not tell nobody which ids there are');

SELECT test.leave();
SELECT is((SELECT row(t.deleted_at, t.updated_at) FROM desk.api_token AS t WHERE t.id = :token), row(now(), now()),
          'the row is still there, with the time of its end');

SELECT * FROM finish();
ROLLBACK;
