BEGIN;
SELECT plan(17);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben \gset
CREATE FUNCTION pg_temp.ask() RETURNS timestamptz LANGUAGE sql SECURITY DEFINER AS 'SELECT internal.clock()';

SELECT is(internal.clock(), now(), 'is the start of the transaction');
SELECT set_config('ticketfirst.clock', '2012-05-01 08:00:00.123456+02', true);
SELECT is(internal.clock(), '2012-05-01 06:00:00.123456+00'::timestamptz, 'or what a superuser has set');
SELECT test.client('Cleo') AS cleo \gset
SELECT is((SELECT row(c.created_at, c.updated_at) FROM desk.client AS c WHERE c.id = :cleo),
          row('2012-05-01 06:00:00.123456+00'::timestamptz, '2012-05-01 06:00:00.123456+00'::timestamptz),
          'which dates what is made');
SELECT set_config('ticketfirst.clock', '2013-05-01 08:00:00+00', true);
UPDATE desk.client SET name = 'Clio' WHERE id = :cleo;
SELECT is((SELECT row(c.created_at, c.updated_at) FROM desk.client AS c WHERE c.id = :cleo),
          row('2012-05-01 06:00:00.123456+00'::timestamptz, '2013-05-01 08:00:00+00'::timestamptz),
          'and what is changed');
SELECT set_config('ticketfirst.clock', 'infinity', true);
SELECT is(test.refusal('SELECT test.client($$Dora$$)'), '23514 client_times_in_range',
          'no row is dated beyond the years');
SELECT set_config('ticketfirst.clock', 'half past nine', true);
SELECT is(test.refusal('SELECT internal.clock()'), '22007', 'refuses what is no time');
SELECT set_config('ticketfirst.clock', '2012-13-01', true);
SELECT is(test.refusal('SELECT internal.clock()'), '22008', 'and what is in no calendar');
SELECT set_config('ticketfirst.clock', '', true);
SELECT is(internal.clock(), now(), 'an empty setting is none');

SELECT test.enter_as(:ada);
SELECT set_config('ticketfirst.clock', '2012-05-01 08:00:00+00', true);
SELECT is(pg_temp.ask(), '2012-05-01 08:00:00+00'::timestamptz, 'an administrator may set it');
SELECT test.leave();
SELECT set_config('ticketfirst.clock', '', true);
SELECT test.enter_as(:ben);
SELECT is(pg_temp.ask(), now(), 'an agent has the server''s own');
SELECT set_config('ticketfirst.clock', '2012-05-01 08:00:00+00', true);
SELECT is(test.refusal('SELECT pg_temp.ask()'), 'TF403 permission_missing clock', 'and may not set it');
SELECT is(test.refusal($$SELECT api.client_create('X', 'x@client.example')$$), 'TF403 permission_missing clock',
          'nor make anything at another time');
SELECT is(test.refusal(format($$SELECT api.client_update(%s, '{"name": "X"}')$$, :cleo)),
          'TF403 permission_missing clock',
          'or change it');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal('SELECT pg_temp.ask()'), '28000 actor_unknown', 'nobody may set it');
SELECT set_config('ticketfirst.clock', '', true);
SELECT is(pg_temp.ask(), now(), 'but everybody may ask');

-- a token that may
SELECT set_config('ticketfirst.clock', '', true);
SELECT test.leave();
SELECT test.agent('Importer of old tickets') AS importer \gset
CREATE FUNCTION pg_temp.clock() RETURNS timestamptz LANGUAGE sql SECURITY DEFINER AS 'SELECT internal.clock()';
SELECT test.enter_as(:importer, scopes => '{tickets:write,clock}');
SELECT set_config('ticketfirst.clock', '2012-05-01 08:00:00+00', true);
SELECT is(pg_temp.clock(), '2012-05-01 08:00:00+00'::timestamptz, 'a token with scope clock sets the clock, though its agent may not');
SELECT set_config('ticketfirst.clock', '', true);
SELECT test.enter_as(:importer, scopes => '{tickets:write}');
SELECT set_config('ticketfirst.clock', '2012-05-01 08:00:00+00', true);
SELECT is(test.refusal('SELECT pg_temp.clock()'), 'TF403 permission_missing clock', 'another token of the agent does not');

SELECT * FROM finish();
ROLLBACK;
