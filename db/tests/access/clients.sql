-- What a client sees: its own, and its organisation's where that shares; never what is internal, and never others.
BEGIN;
SELECT plan(252);

-- Acme shares its tickets, Bow does not; Zoe is in neither.
SELECT test.agent('Root', 'admin') AS root, test.agent('Ada') AS ada, test.agent('Ben') AS ben,
       test.client('Cleo') AS cleo, test.client('Dora') AS dora, test.client('Emil') AS emil,
       test.client('Fred') AS fred, test.client('Zoe') AS zoe, test.service('Portal', 'portal') AS portal \gset
SELECT test.organisation('Acme', true, :cleo, :dora) AS acme, test.organisation('Bow', false, :emil, :fred) AS bow,
       test.team('First line', :ada) AS team \gset
SELECT test.ticket(:cleo, NULL, 'Printer on fire') AS own, test.ticket(:cleo, NULL, 'Printer gone') AS gone,
       test.ticket(:dora, NULL, 'Printer in Acme') AS theirs,
       test.ticket(:emil, NULL, 'Printer in Bow') AS emils, test.ticket(:fred, NULL, 'Printer of Fred') AS freds,
       test.ticket(:zoe, NULL, 'Printer quokka') AS zoes \gset
UPDATE desk.ticket SET team_id = :team, agent_id = :ada WHERE id = :own;
UPDATE desk.ticket SET deleted_at = now() WHERE id = :gone;
SELECT max(id) + 1000 AS never FROM desk.ticket \gset

-- Of the caller: what a statement gives, and how it is refused, with the id in the message taken out.
CREATE FUNCTION pg_temp.told(statement text, id bigint)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    v_state text;
    v_rule text;
    v_column text;
    v_detail text;
    v_hint text;
BEGIN
    EXECUTE format(told.statement, told.id);
    RETURN 'allowed';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS
        v_state = RETURNED_SQLSTATE, v_rule = CONSTRAINT_NAME, v_column = COLUMN_NAME, v_detail = PG_EXCEPTION_DETAIL,
        v_hint = PG_EXCEPTION_HINT;
    RETURN concat_ws('|', v_state, v_rule, v_column, replace(SQLERRM, told.id::text, '#'), nullif(v_detail, ''), nullif(v_hint, ''));
END;
$$;
CREATE FUNCTION pg_temp.tickets()
RETURNS bigint[] LANGUAGE sql AS 'SELECT array_agg(l.id ORDER BY l.id) FROM api.ticket_list() AS l';

-- The tickets
SELECT test.enter_as_client(:cleo);
SELECT is(pg_temp.tickets(), ARRAY[:own, :theirs]::bigint[], 'a client lists its own live tickets, and its organisation''s');
SELECT is((SELECT array_agg(l.id ORDER BY l.id) FROM api.ticket_list(subject => v.words) AS l), v.ids::bigint[],
          format('it finds %s among those alone', v.words))
  FROM (VALUES ('printer', ARRAY[:own, :theirs]), ('quokka', NULL), ('bow', NULL), ('gone', NULL), ('ACME printer', ARRAY[:theirs]),
               ('', NULL), ('!!', NULL))
    AS v (words, ids);
SELECT is((SELECT array_agg(l.id ORDER BY l.id) FROM api.ticket_list(client_id => v.id) AS l), v.ids::bigint[],
          'by client: ' || v.what)
  FROM (VALUES (:cleo, ARRAY[:own], 'its own'), (:dora, ARRAY[:theirs], 'a colleague''s'), (:emil, NULL, 'no other''s'),
               (:zoe, NULL, 'of none'), (0, NULL, 'as of nobody'))
    AS v (id, ids, what);
SELECT is((SELECT array_agg(l.id ORDER BY l.id) FROM api.ticket_list(agent_id => :ada) AS l), ARRAY[:own::bigint], 'by agent');
SELECT is((SELECT array_agg(l.id ORDER BY l.id) FROM api.ticket_list(unassigned => true) AS l), ARRAY[:theirs::bigint],
          'by none');
-- Every order with every filter: whatever way the list is planned, it is of these two.
SELECT is_empty(
    format(
        $$SELECT s.sort, c.client_id, a.agent_id, u.unassigned, w.words, t.created_after, t.updated_before
            FROM unnest(ARRAY['id', '-id', 'created_at', '-created_at', 'updated_at', '-updated_at', NULL]) AS s (sort),
                 unnest(ARRAY[NULL, %1$s, %2$s, %3$s, 0]::bigint[]) AS c (client_id),
                 unnest(ARRAY[NULL, %4$s]::bigint[]) AS a (agent_id),
                 unnest(ARRAY[true, false]) AS u (unassigned),
                 unnest(ARRAY[NULL, 'printer', 'quokka']) AS w (words),
                 (VALUES (NULL::timestamptz, NULL::timestamptz), ('2000-01-01', NULL), (NULL, '9000-01-01'),
                         ('2000-01-01', '9000-01-01')) AS t (created_after, updated_before),
                 LATERAL api.ticket_list(sort => s.sort, client_id => c.client_id, agent_id => a.agent_id,
                                         unassigned => u.unassigned, subject => w.words,
                                         created_after => t.created_after, updated_before => t.updated_before) AS l
           WHERE l.id NOT IN (%5$s, %6$s)$$,
        :cleo, :dora, :zoe, :ada, :own, :theirs
    ),
    'in every order with every filter it sees no other'
);
SELECT is(pg_temp.told(v.statement, :theirs), 'allowed', 'a colleague''s: ' || v.statement)
  FROM (VALUES ('SELECT api.ticket_get(%s)'), ('SELECT api.comment_list(%s)'), ('SELECT api.ticket_history(%s)'))
    AS v (statement);
SELECT is(test.refusal('SELECT api.ticket_list(deleted => true)'), 'TF403 permission_missing deleted', 'not the deleted ones');
SELECT is(test.refusal(format('SELECT api.comment_list(%s, deleted => true)', :own)), 'TF403 permission_missing deleted',
          'nor deleted comments');

-- What is not seen is not there: the same words, to the id, as of one that never was.
CREATE TABLE pg_temp.on_ticket (statement text NOT NULL, refusal text NOT NULL);
INSERT INTO pg_temp.on_ticket (statement, refusal) VALUES
('SELECT api.ticket_get(%s)', 'TF404|ticket_not_found|id|ticket # does not exist'),
('SELECT api.ticket_history(%s)', 'TF404|ticket_not_found|id|ticket # does not exist'),
('SELECT api.ticket_history_page(%s)', 'TF404|ticket_not_found|id|ticket # does not exist'),
('SELECT api.comment_list(%s)', 'TF404|ticket_not_found|ticket_id|ticket # does not exist'),
('SELECT api.comment_page(%s)', 'TF404|ticket_not_found|ticket_id|ticket # does not exist'),
('SELECT api.comment_create(%s, ''X'')', 'TF404|ticket_not_found|ticket_id|ticket # does not exist'),
('SELECT api.comment_create(%s, ''X'', ''internal'')', 'TF404|ticket_not_found|ticket_id|ticket # does not exist'),
('SELECT api.ticket_update(%s, ''{"subject": "X"}'')', 'TF404|ticket_not_found|id|ticket # does not exist'),
('SELECT api.ticket_update(%s, ''{}'', 1)', 'TF404|ticket_not_found|id|ticket # does not exist'),
('SELECT api.ticket_delete(%s, 7)', 'TF404|ticket_not_found|id|ticket # does not exist'),
('SELECT api.ticket_restore(%s)', 'TF404|ticket_not_found|id|ticket # does not exist'),
('SELECT api.ticket_unassign_agent(%s)', 'TF404|ticket_not_found|id|ticket # does not exist'),
('SELECT api.ticket_unassign_team(%s)', 'TF404|ticket_not_found|id|ticket # does not exist');
GRANT SELECT ON pg_temp.on_ticket TO PUBLIC;
SELECT is(pg_temp.told(o.statement, v.id), o.refusal, format('%s: %s', v.what, o.statement))
  FROM (VALUES (:zoes, 'another client''s'), (:emils, 'another organisation''s'), (:gone, 'an own deleted one'),
               (:never, 'one that never was')) AS v (id, what),
       pg_temp.on_ticket AS o;
SELECT is(pg_temp.told(format('SELECT api.ticket_assign_agent(%%s, %s)', v.other), t.id),
          'TF404|ticket_not_found|id|ticket # does not exist', 'nor can it be assigned')
  FROM (VALUES (:ada), (0)) AS v (other), (VALUES (:zoes), (:never)) AS t (id);

-- What is seen and may not be changed
SELECT is(test.refusal(format(v.statement, t.id)), v.refusal, v.statement || ' is refused on ' || t.what)
  FROM (VALUES
        ('SELECT api.ticket_update(%s, ''{"subject": "X"}'')', 'TF403 permission_missing'),
        ('SELECT api.ticket_update(%s, ''{"subject": "X"}'', 99)', 'TF403 permission_missing'),
        ('SELECT api.ticket_delete(%s)', 'TF403 permission_missing'),
        ('SELECT api.ticket_restore(%s)', 'TF403 permission_missing'),
        ('SELECT api.ticket_unassign_agent(%s)', 'TF403 permission_missing'),
        ('SELECT api.ticket_unassign_team(%s)', 'TF403 permission_missing'),
        (format('SELECT api.ticket_assign_team(%%s, %s)', :team), 'TF403 permission_missing'),
        ('SELECT api.ticket_assign_team(%s, 0)', 'TF403 permission_missing'),
        (format('SELECT api.ticket_assign_client(%%s, %s)', :zoe), 'TF403 permission_missing'),
        ('SELECT api.ticket_assign_client(%s, 0)', 'TF403 permission_missing'))
    AS v (statement, refusal), (VALUES (:own, 'its own'), (:theirs, 'a colleague''s')) AS t (id, what);
SELECT is(test.refusal(format('SELECT api.comment_create(%s, %L)', :theirs, 'X')), 'TF403 ticket_not_own ticket_id',
          'it comments on no colleague''s');
SELECT is((api.comment_create(:own, 'Help')).author_client_id, :cleo::bigint, 'but on its own');
SELECT is(test.refusal(format('SELECT api.comment_create(%s, %L, %s)', :own, 'X', v.arguments)), v.refusal, v.arguments)
  FROM (VALUES
        ('''internal''', '23514 comment_client_public'),
        (format('''public'', %s', :ada), 'TF403 permission_missing author_client_id'),
        ('''public'', 0', 'TF403 permission_missing author_client_id'),
        (format('author_client_id => %s', :dora), 'TF403 permission_missing author_client_id'),
        (format('author_client_id => %s', :zoe), 'TF403 permission_missing author_client_id'),
        ('author_client_id => 0', 'TF403 permission_missing author_client_id'))
    AS v (arguments, refusal);

-- New tickets
SELECT is((api.ticket_create('For me')).client_id, :cleo::bigint, 'it makes its own');
SELECT is((api.ticket_create('For me', :cleo)).client_id, :cleo::bigint, 'named or not');
SELECT is(pg_temp.told('SELECT api.ticket_create(''X'', %s)', v.id),
          'TF422|ticket_client_not_found|client_id|client # does not exist', 'but none of ' || v.what)
  FROM (VALUES (:dora, 'a colleague'), (:zoe, 'another client'), (:never, 'one who never was')) AS v (id, what);
SELECT is(pg_temp.told(v.statement, i.id), v.refusal, 'whom it would go to is not asked: ' || v.statement)
  FROM (VALUES
        ('SELECT api.ticket_create(''X'', agent_id => %s)',
         'TF403|permission_missing|agent_id|role client does not have permission ticket_assign_agent'),
        ('SELECT api.ticket_create(''X'', team_id => %s)',
         'TF403|permission_missing|team_id|role client does not have permission ticket_assign_team'))
    AS v (statement, refusal), (VALUES (:ada), (:team), (:never)) AS i (id);

-- Who belongs to whom decides at each call
SELECT test.enter_as_client(:emil);
SELECT is(pg_temp.tickets(), ARRAY[:emils::bigint], 'where the organisation does not share, a client sees its own alone');
SELECT test.leave();
UPDATE desk.organisation SET is_shared = true WHERE id = :bow;
SELECT test.enter_as_client(:emil);
SELECT is(pg_temp.tickets(), ARRAY[:emils, :freds]::bigint[], 'as soon as it shares, the others'' too');
SELECT test.leave();
UPDATE desk.organisation SET is_shared = false WHERE id = :bow;
SELECT test.enter_as_client(:emil);
SELECT is(pg_temp.tickets(), ARRAY[:emils::bigint], 'and no longer than that');
SELECT test.leave();
UPDATE desk.organisation SET is_shared = true WHERE id = :bow;
DELETE FROM desk.organisation_member WHERE client_id = :emil;
SELECT test.enter_as_client(:emil);
SELECT is(pg_temp.tickets(), ARRAY[:emils::bigint], 'who has left sees the others'' no more');
SELECT test.enter_as_client(:fred);
SELECT is(pg_temp.tickets(), ARRAY[:freds::bigint], 'nor they its');
-- Nobody deletes an organisation with members; if its rows ever said so, they would share nothing.
SELECT test.leave();
ALTER TABLE desk.organisation DISABLE TRIGGER organisation_check;
UPDATE desk.organisation SET deleted_at = now() WHERE id = :acme;
ALTER TABLE desk.organisation ENABLE TRIGGER organisation_check;
SELECT test.enter_as_client(:dora);
SELECT is(pg_temp.tickets(), ARRAY[:theirs::bigint], 'a deleted organisation shares nothing');
SELECT test.leave();
UPDATE desk.organisation SET deleted_at = NULL WHERE id = :acme;
UPDATE desk.client SET active = false WHERE id = :dora;
SELECT test.enter_as_client(:cleo);
SELECT ok(:theirs = ANY (pg_temp.tickets()), 'the tickets of a colleague who is not active stay in sight');
SELECT test.enter_as_client(:zoe);
SELECT is(pg_temp.tickets(), ARRAY[:zoes::bigint], 'who is in none sees its own');

-- Comments: the public ones
SELECT test.leave();
SELECT test.comment(:own, :ada, 'Public') AS public, test.comment(:own, :ada, 'Secret') AS secret,
       test.comment(:own, :ada, 'Was public') AS hidden, test.comment(:own, :ada, 'Deleted') AS deleted,
       test.comment(:own, :ada, 'Moved away') AS moved, test.comment(:zoes, :ada, 'Of Zoe') AS of_zoe,
       test.comment(:zoes, :ada, 'Moved here') AS came, test.comment(:theirs, :ada, 'Of Dora') AS of_dora,
       test.comment(:own, :ada, 'Was secret') AS shown \gset
UPDATE desk.comment SET visibility = 'internal' WHERE id IN (:secret, :hidden, :shown);
UPDATE desk.comment SET body = 'Secret still' WHERE id = :secret;
UPDATE desk.comment SET body = 'Secret words' WHERE id = :shown;
UPDATE desk.comment SET body = 'Said aloud' WHERE id = :shown;
UPDATE desk.comment SET visibility = 'public' WHERE id = :shown;
UPDATE desk.comment SET deleted_at = now() WHERE id = :deleted;
UPDATE desk.comment SET ticket_id = :zoes WHERE id = :moved;
UPDATE desk.comment SET ticket_id = :own WHERE id = :came;
UPDATE desk.comment SET created_at = '2030-01-01' WHERE id = :secret;
UPDATE desk.comment SET created_at = '2029-01-01' WHERE id = :public;
INSERT INTO desk.comment (ticket_id, author_agent_id, body, visibility) VALUES (:own, :ada, 'Born secret', 'internal')
RETURNING id AS born \gset
SELECT c.id AS help FROM desk.comment AS c WHERE c.body = 'Help' \gset
SELECT t.comment_count AS truth FROM desk.ticket AS t WHERE t.id = :own \gset

SELECT test.enter_as_client(:cleo);
SELECT is((SELECT array_agg(l.id) FROM api.comment_list(:own) AS l), ARRAY[:help, :public, :came, :shown]::bigint[],
          'it sees the public live comments of its ticket, those that came too');
SELECT is((SELECT array_agg(l.id ORDER BY l.id) FROM api.comment_list(:own, sort => v.sort) AS l),
          ARRAY[:help, :public, :came, :shown]::bigint[], 'by ' || v.sort)
  FROM (VALUES ('-id'), ('created_at'), ('-created_at')) AS v (sort);
SELECT is((api.comment_page(:own, row_limit => 4)).next, NULL, 'and no cursor tells of more');
SELECT is((api.comment_get(:shown)).body, 'Said aloud', 'what is public by now it reads as it is');
SELECT is((api.comment_get(:of_dora)).ticket_id, :theirs::bigint, 'a colleague''s too');
CREATE TABLE pg_temp.on_comment (statement text NOT NULL);
INSERT INTO pg_temp.on_comment (statement) VALUES
('SELECT api.comment_get(%s)'), ('SELECT api.comment_update(%s, ''{"body": "X"}'')'), ('SELECT api.comment_delete(%s, 1)'),
('SELECT api.comment_restore(%s)'), (format('SELECT api.comment_move(%%s, %s)', :own));
GRANT SELECT ON pg_temp.on_comment TO PUBLIC;
SELECT is(pg_temp.told(o.statement, v.id), 'TF404|comment_not_found|id|comment # does not exist',
          format('%s: %s', v.what, o.statement))
  FROM (VALUES (:secret, 'an internal comment'), (:born, 'one that always was'), (:hidden, 'one that was public'),
               (:deleted, 'a deleted one'), (:moved, 'one that was moved away'), (:of_zoe, 'another client''s'),
               (:never, 'one that never was')) AS v (id, what),
       pg_temp.on_comment AS o;
SELECT is(test.refusal(format('SELECT api.comment_update(%s, %L)', v.id, '{"visibility": "internal"}')),
          'TF403 permission_missing', 'what it sees it may not change')
  FROM (VALUES (:help), (:public), (:of_dora)) AS v (id);
SELECT is(pg_temp.told(format('SELECT api.comment_move(%s, %%s)', :help), v.id),
          'TF422|comment_ticket_not_found|ticket_id|ticket # does not exist', 'nor ask by a move which tickets there are')
  FROM (VALUES (:zoes), (:never)) AS v (id);

-- How many there are, and when the last was made
SELECT is((SELECT row(t.comment_count, t.last_comment_at) FROM api.ticket_get(:own) AS t),
          row(4, '2029-01-01'::timestamptz), 'its ticket counts what it sees');
SELECT is((SELECT row(t.comment_count, t.last_comment_at) FROM api.ticket_list(client_id => :cleo, row_limit => 1) AS t),
          row(4, '2029-01-01'::timestamptz), 'in a list too');
SELECT is((SELECT row(t.comment_count, t.last_comment_at) FROM api.ticket_list(subject => 'fire') AS t),
          row(4, '2029-01-01'::timestamptz), 'and found by words');
SELECT is((SELECT row(i.comment_count, i.last_comment_at) FROM unnest((api.ticket_page(client_id => :cleo)).items) AS i WHERE i.id = :own),
          row(4, '2029-01-01'::timestamptz), 'and on a page');
SELECT ok(:truth > 4, 'though there are more');

-- The history
SELECT is((SELECT array_agg(DISTINCT e.entity_id) FROM api.ticket_history(:own, row_limit => 1000) AS e WHERE e.entity = 'comment'),
          ARRAY[:help, :public, :came, :shown]::bigint[], 'the history is of the comments that it sees');
SELECT is((SELECT count(*) FROM api.ticket_history(:own, row_limit => 1000) AS e WHERE e.visibility <> 'public'), 0::bigint,
          'without internal events');
SELECT is_empty(
    format($$SELECT e.changes FROM api.ticket_history(%s, row_limit => 1000) AS e
              WHERE e.changes ?| '{team_id,comment_count,last_comment_at,ticket_id}'$$, :own),
    'no event tells of teams, of counts, or of other tickets'
);
SELECT is_empty(
    format($$SELECT e.changes FROM api.ticket_history(%s, row_limit => 1000) AS e
              WHERE e.changes::text ~ 'Secret|Was public|Deleted|Moved away|Born|Of Zoe'$$, :own),
    'nor of what was said out of its sight'
);
SELECT is_empty(
    format('SELECT e.database_role FROM api.ticket_history(%s, row_limit => 1000) AS e WHERE e.database_role IS NOT NULL', :own),
    'nor of database roles'
);
SELECT is((api.ticket_history_page(:own, row_limit => v.seen::integer)).next, NULL, 'and no cursor tells of more')
  FROM (SELECT count(*) AS seen FROM api.ticket_history(:own, row_limit => 1000)) AS v;
SELECT test.enter_as_client(:zoe);
SELECT is((SELECT array_agg(DISTINCT e.entity_id) FROM api.ticket_history(:zoes) AS e WHERE e.entity = 'comment'),
          ARRAY[:moved, :of_zoe]::bigint[], 'a comment''s history goes where it goes');
SELECT is_empty(
    format($$SELECT e.changes FROM api.ticket_history(%s) AS e WHERE e.changes ? 'ticket_id'$$, :zoes),
    'without the ticket that it came from'
);

-- What still tells of it: the version, and with it the time of the change, rises with what is internal.
SELECT test.enter_as_client(:cleo);
SELECT (api.ticket_get(:own)).version AS version_before \gset
SELECT test.leave();
INSERT INTO desk.comment (ticket_id, author_agent_id, body, visibility, created_at)
VALUES (:own, :ada, 'Secret again', 'internal', now());
UPDATE desk.ticket SET team_id = NULL WHERE id = :own;
SELECT test.enter_as_client(:cleo);
SELECT cmp_ok((api.ticket_get(:own)).version, '>', :version_before,
              'its version says that something happened to it, but not what: docs/decisions/008');

-- Other clients
SELECT test.enter_as_client(:cleo);
SELECT is((api.client_get(:cleo)).email, 'cleo@client.example', 'it sees itself');
SELECT is(pg_temp.told(v.statement, i.id), v.refusal, v.statement || ' tells of nobody else')
  FROM (VALUES
        ('SELECT api.client_get(%s)', 'TF404|client_not_found|id|client # does not exist'),
        ('SELECT api.client_update(%s, ''{"name": "X"}'')', 'TF404|client_not_found|id|client # does not exist'),
        ('SELECT api.client_update(%s, ''{"name": "X"}'', 1)', 'TF404|client_not_found|id|client # does not exist'),
        ('SELECT api.client_delete(%s)', 'TF404|client_not_found|id|client # does not exist'),
        ('SELECT api.client_restore(%s)', 'TF404|client_not_found|id|client # does not exist'))
    AS v (statement, refusal), (VALUES (:dora), (:zoe), (:never)) AS i (id);
SELECT is(test.refusal(v.statement), 'TF403 permission_missing', v.statement)
  FROM (VALUES
        ('SELECT api.client_list()'), ('SELECT api.client_page()'), ($$SELECT api.client_list(email => 'zoe@client.example')$$),
        ($$SELECT api.client_list(email => 'nobody@client.example')$$), ('SELECT api.client_list(deleted => true)'),
        ($$SELECT api.client_create('X', 'zoe@client.example')$$), ($$SELECT api.client_create('X', 'new@client.example')$$),
        (format('SELECT api.client_update(%s, %L)', :cleo, '{"email": "zoe@client.example"}')),
        (format('SELECT api.client_delete(%s)', :cleo)),
        ('SELECT api.agent_list()'), ('SELECT api.agent_page()'), ($$SELECT api.agent_list(email => 'ada@desk.example')$$),
        ($$SELECT api.agent_create('X', 'ada@desk.example')$$),
        (format('SELECT api.agent_update(%s, %L)', :ada, '{"email": "ben@desk.example"}')),
        (format('SELECT api.agent_update(%s, %L, 99)', :ada, '{"name": "X"}')),
        (format('SELECT api.agent_delete(%s)', :ada)),
        ('SELECT api.token_list()'), (format('SELECT api.token_list(client_id => %s)', :cleo)),
        (format('SELECT api.token_create(client_id => %s, name => %L)', :cleo, 'X')),
        (format('SELECT api.token_create(client_id => %s, name => %L)', :zoe, 'X')),
        ($$SELECT api.token_create(agent_id => 0, name => 'X')$$),
        ('SELECT api.organisation_list()'), (format('SELECT api.organisation_member_list(%s)', :acme)))
    AS v (statement);
SELECT is(pg_temp.told('SELECT api.token_revoke(%s)', v.id), pg_temp.told('SELECT api.token_revoke(%s)', :never),
          'whichever token, the answer is the same')
  FROM (SELECT generate_series(1, 3) AS id) AS v;

-- Agents: who they are, but not their addresses
SELECT is((SELECT row(a.name, a.email, a.role) FROM api.agent_get(:ada) AS a), row('Ada'::text, NULL::text, 'agent'::text),
          'it sees who an agent is, without the email address');
SELECT is((api.agent_get(:root)).email, NULL, 'of an administrator too');

-- Setting the clock, and acting for others
SELECT test.leave();
SELECT test.token(NULL, client_id => :cleo) AS hash \gset
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal(format('SELECT api.enter(%L, clock => %L)', :'hash', '2012-05-01')), 'TF403 permission_missing clock',
          'it sets no clock');
SELECT is(pg_temp.told(format('SELECT api.enter(%L, on_behalf_of => ''client:'' || %%s)', :'hash'), v.id),
          'TF403|permission_missing|on_behalf_of|role client does not have permission act_for_client',
          'and acts for nobody, whoever that is')
  FROM (VALUES (:dora), (:never)) AS v (id);

-- Whose idempotency key it is
SELECT test.leave();
SELECT test.token(NULL, client_id => :zoe) AS other_hash \gset
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT (api.enter(:'hash', key => 'k', fingerprint => sha256('1'))).replay AS first \gset
SELECT api.idempotency_keep('k', to_json(api.ticket_get(:own))) AS kept \gset
SELECT is((api.enter(:'other_hash', key => 'k', fingerprint => sha256('1'))).replay::text, NULL,
          'the key of another client is not taken');
SELECT is((api.enter(:'hash', key => 'k', fingerprint => sha256('1'))).replay ->> 'id', :'own', 'its own is');

-- With a permission more, it changes its own alone
SELECT test.leave();
UPDATE desk.permission SET roles = roles || '{client}'
 WHERE name IN ('ticket_update', 'ticket_delete', 'ticket_restore', 'comment_update', 'comment_delete', 'comment_restore', 'comment_move');
SELECT test.enter_as_client(:cleo);
SELECT is((api.ticket_update(:own, '{"subject": "Fire is out"}')).subject, 'Fire is out', 'with one UPDATE it changes its tickets');
SELECT is((api.comment_update(:help, '{"body": "Help!"}')).body, 'Help!', 'and its comments');
SELECT is(test.refusal(format(v.statement, v.id)), v.refusal, v.statement || ': ' || v.refusal)
  FROM (VALUES
        ('SELECT api.ticket_update(%s, ''{"subject": "X"}'')', :theirs, 'TF403 ticket_not_own id'),
        ('SELECT api.ticket_update(%s, ''{"subject": "X"}'', 99)', :theirs, 'TF403 ticket_not_own id'),
        ('SELECT api.ticket_delete(%s)', :theirs, 'TF403 ticket_not_own id'),
        ('SELECT api.ticket_update(%s, ''{"subject": "X"}'')', :zoes, 'TF404 ticket_not_found id'),
        ('SELECT api.ticket_update(%s, ''{"subject": "X"}'')', :never, 'TF404 ticket_not_found id'),
        ('SELECT api.comment_update(%s, ''{"body": "X"}'')', :public, 'TF403 comment_not_own id'),
        ('SELECT api.comment_update(%s, ''{"body": "X"}'')', :of_dora, 'TF403 comment_not_own id'),
        ('SELECT api.comment_delete(%s)', :public, 'TF403 comment_not_own id'),
        ('SELECT api.comment_update(%s, ''{"body": "X"}'')', :secret, 'TF404 comment_not_found id'),
        ('SELECT api.comment_update(%s, ''{"body": "X"}'')', :of_zoe, 'TF404 comment_not_found id'),
        ('SELECT api.comment_restore(%s)', :deleted, 'TF403 comment_not_own id'),
        ('SELECT api.comment_update(%s, ''{"visibility": "internal"}'')', :help, '23514 comment_client_public'),
        (format('SELECT api.comment_move(%%s, %s)', :theirs), :help, 'TF422 comment_client_own_ticket ticket_id'),
        (format('SELECT api.comment_move(%%s, %s)', :zoes), :help, 'TF422 comment_ticket_not_found ticket_id'))
    AS v (statement, id, refusal);
SELECT is((api.comment_delete(:help)).id, :help::bigint, 'deletes what is its own');
SELECT is((api.ticket_restore(:gone)).id, :gone::bigint, 'and restores it');

SELECT * FROM finish();
ROLLBACK;
