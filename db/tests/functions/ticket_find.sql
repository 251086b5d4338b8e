BEGIN;
SELECT plan(16);

SELECT test.agent('Ada') AS ada, test.agent('Root', 'admin') AS root, test.client('Cleo') AS cleo, test.client('Dora') AS dora \gset
SELECT test.team('Here', :ada) AS here, test.organisation('Shared', true, :cleo, :dora) AS shared \gset
SELECT test.tickets(ARRAY[:cleo, :dora], ARRAY[:ada, NULL], ARRAY[:here, NULL]);
SET LOCAL track_functions = 'all';

-- It is asked as the public functions ask it: subject to the policies.
CREATE FUNCTION pg_temp.find(
    client_id bigint DEFAULT NULL, agent_id bigint DEFAULT NULL, unassigned boolean DEFAULT NULL, team_id bigint DEFAULT NULL,
    teamless boolean DEFAULT NULL, subject text DEFAULT NULL, created_after timestamptz DEFAULT NULL, updated_before timestamptz DEFAULT NULL,
    sort text DEFAULT 'id', after text DEFAULT NULL, deleted boolean DEFAULT NULL
) RETURNS bigint [] LANGUAGE sql SECURITY DEFINER AS $$
    SELECT ARRAY(
        SELECT f.id
          FROM unnest(internal.ticket_find(find.agent_id, find.unassigned, find.client_id, find.subject,
                                           find.created_after, NULL, NULL, find.updated_before, find.sort, 1000, find.after,
                                           find.deleted, find.team_id, find.teamless)) AS f
    )
$$;
ALTER FUNCTION pg_temp.find OWNER TO ticketfirst_api;
-- By which function each of these lists is found, one letter for each list: f(ilter), (all) a, t(eams), w(orker, an agent), c(lients), i(ds).
CREATE FUNCTION pg_temp.ways(VARIADIC lists text []) RETURNS text LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    v_calls bigint [];
    v_ways text := '';
    v_list text;
BEGIN
    FOREACH v_list IN ARRAY ways.lists LOOP
        v_calls := pg_temp.calls();
        EXECUTE format('SELECT pg_temp.find(%s)', v_list);
        v_ways := v_ways || (
            SELECT string_agg(w.letter, '' ORDER BY w.n)
              FROM unnest(ARRAY['f', 'a', 't', 'w', 'c', 'i']) WITH ORDINALITY AS w (letter, n)
             WHERE v_calls[w.n] <> (pg_temp.calls())[w.n]
        );
    END LOOP;
    RETURN v_ways;
END;
$$;
CREATE FUNCTION pg_temp.calls() RETURNS bigint [] LANGUAGE sql VOLATILE SECURITY DEFINER AS $$
    SELECT array_agg(coalesce(pg_stat_get_xact_function_calls(p.p), 0) ORDER BY p.n)
      FROM unnest(ARRAY['internal.ticket_filter', 'internal.ticket_walk_all', 'internal.ticket_walk_teams', 'internal.ticket_walk_agent',
                        'internal.ticket_walk_clients', 'internal.ticket_walk_ids']::regproc []) WITH ORDINALITY AS p (p, n)
$$;

SELECT test.enter_as(:root);
SELECT is(pg_temp.ways('', 'created_after => ''2020-01-02Z'', sort => ''created_at''', format('agent_id => %s', :ada), 'unassigned => true',
                       format('client_id => %s', :cleo), format('team_id => %s', :here), 'teamless => true'),
          'aawwctt', 'one filter, or none: by a range of its index');
SELECT is(pg_temp.ways('subject => ''ticket'', unassigned => true', 'subject => ''ticket'', deleted => true', 'deleted => true', 'created_after => ''2020-01-02Z''',
                       'updated_before => ''2020-06-03Z'', sort => ''-created_at''', format('agent_id => %s, unassigned => true', :ada),
                       format('agent_id => %s, client_id => %s', :ada, :cleo), format('team_id => %s, unassigned => true', :here)),
          'ffffffff', 'several, deleted tickets and times of another order: by them all together');
SELECT is(pg_temp.ways('subject => ''ticket''', 'subject => ''7'', teamless => true', format('subject => ''ticket'', team_id => %s', :here)), 'iii',
          'words, of all or of a team: by the ids of those that have them');
SELECT is(pg_temp.find(subject => '7', sort => '-id'), test.walk('t.subject = ''Ticket 7''', '-id', ROW(NULL, 9223372036854775807, NULL), 1000), 'which are these');
SELECT is(pg_temp.find(), test.walk('true', 'id', ROW(NULL, 0, NULL), 1000), 'all tickets');
SELECT is(pg_temp.find(created_after => '2020-01-02Z', sort => '-created_at'),
          test.walk('t.created_at > ''2020-01-02Z''', '-created_at', ROW('infinity', 0, '-infinity'), 1000), 'those of a time');
SELECT is(pg_temp.find(updated_before => '2020-06-03Z', sort => 'updated_at', agent_id => :ada),
          test.walk('t.updated_at < ''2020-06-03Z'' AND t.agent_id = ' || :ada, 'updated_at', ROW('-infinity', 0, 'infinity'), 1000),
          'of an agent and a time');
SELECT p.next, p.items[20].id AS ended
  FROM api.ticket_page(unassigned => NULL, sort => '-id', row_limit => 20, deleted => NULL, teamless => NULL) AS p \gset
SELECT is(pg_temp.find(sort => '-id', after => :'next'), test.walk('true', '-id', ROW(NULL, :ended, NULL), 1000), 'behind where the page before ended');

SELECT test.enter_as(:ada);
SELECT is(pg_temp.ways('', format('agent_id => %s', :ada), format('client_id => %s', :cleo), format('team_id => %s', :here)), 'twct',
          'an agent''s: by its teams');
SELECT is(pg_temp.ways('subject => ''ticket'''), 'i', 'and so for words');
SELECT test.enter_as_client(:cleo);
SELECT is(pg_temp.ways('subject => ''ticket''', '', 'sort => ''-updated_at''', format('client_id => %s', :dora), format('agent_id => %s', :ada), 'teamless => true'), 'fcccff',
          'a client''s: by itself and its colleagues');
SELECT test.leave();
UPDATE desk.permission SET roles = array_append(roles, 'client') WHERE name = 'see_unassigned_tickets';
SELECT test.enter_as_client(:cleo);
SELECT is(pg_temp.ways('', format('client_id => %s', :dora)), 'fc', 'but where it sees tickets of no team too, by the policies alone');
SELECT test.leave();
UPDATE desk.permission SET roles = array_append(roles, 'client') WHERE name = 'see_all_tickets';
SELECT test.enter_as_client(:cleo);
SELECT is(pg_temp.ways('', 'unassigned => true'), 'aw', 'and where it sees all, as others who do');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal('SELECT pg_temp.find()'), '28000 actor_unknown', 'nobody is refused');
SELECT test.leave();

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.ticket_find'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal($$SELECT internal.ticket_find(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'id', 1, NULL, NULL, NULL, NULL)$$),
          '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
