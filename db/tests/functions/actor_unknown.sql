BEGIN;
SELECT plan(2);

CREATE ROLE actor_unknown_stranger LOGIN;
CREATE FUNCTION pg_temp.ask() RETURNS text LANGUAGE sql SECURITY DEFINER AS 'SELECT internal.actor_unknown()';

SELECT is(test.refusal('SELECT internal.actor_unknown()'), '28000 actor_unknown', 'always refuses');
SET LOCAL SESSION AUTHORIZATION actor_unknown_stranger;
SELECT throws_ok(
    'SELECT pg_temp.ask()', '28000',
    'database role actor_unknown_stranger has not entered with a credential and is not mapped to a live, active actor',
    'and names the role that has logged in'
);

SELECT * FROM finish();
ROLLBACK;
