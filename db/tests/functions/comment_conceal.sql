BEGIN;
SELECT plan(9);

SELECT test.agent('Ben') AS ben, test.client('Cleo') AS cleo, test.client('Zoe') AS zoe \gset
SELECT test.ticket(:cleo) AS own, test.ticket(:zoe) AS foreign \gset
SELECT test.comment(:own, :ben) AS internal, test.comment(:foreign, :ben) AS public \gset
UPDATE desk.comment SET visibility = 'internal' WHERE id = :internal;
CREATE FUNCTION pg_temp.conceal(id bigint, sights text[], rounds integer DEFAULT 1)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    v_actor internal.actor;
BEGIN
    v_actor.sights := conceal.sights;
    PERFORM internal.comment_conceal(conceal.id, v_actor, conceal.rounds);
    RETURN 'quiet';
EXCEPTION WHEN invalid_authorization_specification THEN
    RETURN 'asked';
END;
$$;
ALTER FUNCTION pg_temp.conceal OWNER TO ticketfirst_api;
ALTER FUNCTION pg_temp.conceal SECURITY DEFINER;

SELECT test.enter_as_client(:cleo);
SELECT is(pg_temp.conceal(v.id, '{}', 2), 'quiet', 'it says nothing of ' || v.what)
  FROM (VALUES (:internal, 'an internal comment'), (:public, 'one of a hidden ticket'), (0, 'one that never was'), (NULL, 'none'))
    AS v (id, what);

-- What the policies have not asked is asked now: of nobody, that fails.
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(pg_temp.conceal(0, '{}'), 'asked', 'where there is no comment, all is asked');
SELECT is(pg_temp.conceal(:public, '{see_internal_comments}'), 'asked', 'of a public one, whether internal ones are seen');
SELECT is(pg_temp.conceal(:internal, '{}'), 'asked', 'of an internal one, by who does not see those, which tickets are');
SELECT is(pg_temp.conceal(:internal, '{see_internal_comments}'), 'quiet', 'by who does, nothing: the policies have asked all');
SELECT is(test.refusal('SELECT internal.comment_conceal(0, NULL)'), '42501', 'callers cannot ask it');

SELECT * FROM finish();
ROLLBACK;
