BEGIN;
SELECT plan(6);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben \gset
CREATE FUNCTION pg_temp.require(action text, field text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    PERFORM internal.administrator_require(require.action, require.field);
END;
$$;

SELECT is(test.refusal($$SELECT internal.administrator_require('fly')$$), 'allowed', 'lets a superuser pass');
SELECT test.enter_as(:ada);
SELECT is(test.refusal($$SELECT pg_temp.require('fly')$$), 'allowed', 'lets an administrator pass');
SELECT test.enter_as(:ben);
SELECT is(test.refusal($$SELECT pg_temp.require('fly')$$), 'TF403 administrator_only', 'refuses an agent');
SELECT is(test.refusal($$SELECT pg_temp.require('fly', 'wings')$$), 'TF403 administrator_only wings',
          'and names the field, if one is at fault');
SELECT throws_ok($$SELECT pg_temp.require('fly')$$, 'TF403', 'only an administrator may fly', 'says what was refused');
SELECT set_config('ticketfirst.actor_role', '', true);
SELECT is(test.refusal($$SELECT pg_temp.require('fly')$$), '28000 actor_unknown', 'refuses nobody');

SELECT * FROM finish();
ROLLBACK;
