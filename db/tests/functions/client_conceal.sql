BEGIN;
SELECT plan(7);

SELECT test.client('Cleo') AS cleo, test.client('Zoe') AS hidden \gset
CREATE FUNCTION pg_temp.conceal(id bigint, rounds integer DEFAULT 1)
RETURNS void LANGUAGE sql SECURITY DEFINER AS 'SELECT internal.client_conceal($1, $2)';
ALTER FUNCTION pg_temp.conceal OWNER TO ticketfirst_api;

SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal(format('SELECT pg_temp.conceal(%s)', v.id)), 'allowed', 'it says nothing of ' || v.what)
  FROM (VALUES (:'hidden', 'a hidden client'), ('0', 'one that never was'), ('NULL', 'none')) AS v (id, what);
SELECT is(pg_temp.conceal(:hidden)::text, pg_temp.conceal(0)::text, 'neither by what it returns');

-- Where there never was one, who the caller is is asked; where one is hidden, the policies have.
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal('SELECT pg_temp.conceal(0)'), '28000 actor_unknown', 'asks who the caller is where there is none');
SELECT is(test.refusal(format('SELECT pg_temp.conceal(%s)', :hidden)), 'allowed', 'and not where there is one');
SELECT is(test.refusal(format('SELECT internal.client_conceal(%s)', :hidden)), '42501', 'callers cannot ask it');

SELECT * FROM finish();
ROLLBACK;
