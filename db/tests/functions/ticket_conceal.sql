BEGIN;
SELECT plan(8);

SELECT test.agent('Ben') AS ben, test.client('Cleo') AS cleo, test.client('Zoe') AS zoe \gset
SELECT test.ticket(:zoe) AS ticket \gset
CREATE FUNCTION pg_temp.conceal(id bigint, rounds integer DEFAULT 1)
RETURNS void LANGUAGE sql SECURITY DEFINER AS 'SELECT internal.ticket_conceal($1, $2)';
ALTER FUNCTION pg_temp.conceal OWNER TO ticketfirst_api;

SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal(format('SELECT pg_temp.conceal(%s)', v.id)), 'allowed', 'it says nothing of ' || v.what)
  FROM (VALUES (:'ticket', 'a hidden ticket'), ('0', 'one that never was'), ('NULL', 'none')) AS v (id, what);
SELECT is(pg_temp.conceal(:ticket)::text, pg_temp.conceal(0)::text, 'neither by what it returns');
SELECT is(test.refusal('SELECT pg_temp.conceal(0, 0)'), 'allowed', 'nor where nothing has been asked');

-- Where the ticket never was, who the caller is is asked; where it is hidden, the policies have.
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal('SELECT pg_temp.conceal(0)'), '28000 actor_unknown', 'asks who the caller is where there is no ticket');
SELECT is(test.refusal(format('SELECT pg_temp.conceal(%s)', :ticket)), 'allowed', 'and not where there is one');
SELECT is(test.refusal(format('SELECT internal.ticket_conceal(%s)', :ticket)), '42501', 'callers cannot ask it');

SELECT * FROM finish();
ROLLBACK;
