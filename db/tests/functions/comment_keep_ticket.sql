BEGIN;
SELECT plan(34);

SELECT test.agent('Ada') AS ada, test.client('Cleo') AS cleo, test.client('Dora') AS dora \gset
SET LOCAL ticketfirst.clock = '2020-02-01 10:00+00';
SELECT test.ticket(:cleo) AS here, test.ticket(:cleo) AS there, test.ticket(:dora) AS doras, test.ticket(:cleo) AS deleted \gset
SELECT test.comment(:deleted, :ada) AS hidden \gset
UPDATE desk.ticket SET deleted_at = now() WHERE id = :deleted;
SET LOCAL ticketfirst.clock = '';

-- What a ticket says of its comments: count, time, version. All is done by hand, as a DBA would.
CREATE FUNCTION test.kept(id bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT concat_ws(' ', t.comment_count, to_char(t.last_comment_at AT TIME ZONE 'UTC', 'YYYY-MM-DD'), 'v' || t.version) FROM desk.ticket AS t WHERE t.id = kept.id;
$$;

SELECT is(test.kept(:here), '0 v1', 'a new ticket has no comments');
INSERT INTO desk.comment (ticket_id, author_agent_id, body, created_at) VALUES (:here, :ada, 'one', '2020-03-02 00:00+00') RETURNING id AS one \gset
SELECT is(test.kept(:here), '1 2020-03-02 v2', 'the first is the newest');
SET LOCAL ticketfirst.clock = '2020-03-01 00:00+00';
SELECT test.comment(:here, :ada) AS two \gset
SELECT is(test.kept(:here), '2 2020-03-02 v3', 'one from before is not');
SET LOCAL ticketfirst.clock = '2020-03-03 00:00+00';
SELECT test.comment(:here, :ada) AS three \gset
SET LOCAL ticketfirst.clock = '';
SELECT is(test.kept(:here), '3 2020-03-03 v4', 'a later one is');
UPDATE desk.comment SET deleted_at = now() WHERE id = :three;
SELECT is(test.kept(:here), '2 2020-03-02 v5', 'the newest deleted, it is the one before');
UPDATE desk.comment SET body = 'Hidden', created_at = '2020-04-01 00:00+00' WHERE id = :three;
SELECT is(test.kept(:here), '2 2020-03-02 v5', 'what is changed on a deleted comment is nothing to its ticket');
UPDATE desk.comment SET deleted_at = NULL WHERE id = :three;
SELECT is(test.kept(:here), '3 2020-04-01 v6', 'restored, it counts again');
UPDATE desk.comment SET body = 'New', visibility = 'internal' WHERE id = :one;
SELECT is(test.kept(:here), '3 2020-04-01 v6', 'what a comment says is nothing to its ticket');
UPDATE desk.comment SET body = body;
SELECT is(test.kept(:here), '3 2020-04-01 v6', 'and no change is nothing at all');
UPDATE desk.comment SET created_at = '2020-02-01 00:00+00' WHERE id = :three;
SELECT is(test.kept(:here), '3 2020-03-02 v7', 'the newest made older, it is another');
UPDATE desk.comment SET created_at = '2020-02-02 00:00+00' WHERE id = :three;
SELECT is(test.kept(:here), '3 2020-03-02 v7', 'an old one made another age, the ticket stays');
INSERT INTO desk.comment (ticket_id, author_agent_id, body, deleted_at) VALUES (:here, :ada, 'four', now()) RETURNING id AS four \gset
SELECT is(test.kept(:here), '3 2020-03-02 v7', 'one that is made deleted does not count');

-- moves
UPDATE desk.comment SET ticket_id = :there WHERE id = :one;
SELECT is(ARRAY[test.kept(:here), test.kept(:there)], ARRAY['2 2020-03-01 v8', '1 2020-03-02 v2'], 'a move counts on both tickets');
UPDATE desk.comment SET ticket_id = :there WHERE id = :four;
SELECT is(ARRAY[test.kept(:here), test.kept(:there)], ARRAY['2 2020-03-01 v8', '1 2020-03-02 v2'], 'that of a deleted comment on none');
UPDATE desk.comment SET ticket_id = :here, deleted_at = NULL, created_at = '2020-05-01 00:00+00' WHERE id = :four;
SELECT is(ARRAY[test.kept(:here), test.kept(:there)], ARRAY['3 2020-05-01 v9', '1 2020-03-02 v2'], 'restored with its move, it counts where it goes');
UPDATE desk.comment SET ticket_id = :there, deleted_at = now() WHERE id = :four;
SELECT is(ARRAY[test.kept(:here), test.kept(:there)], ARRAY['2 2020-03-01 v10', '1 2020-03-02 v2'], 'deleted with it, it counts where it was');
UPDATE desk.comment SET ticket_id = CASE ticket_id WHEN :here THEN :there ELSE :here END WHERE ticket_id IN (:here, :there);
SELECT is(
    (SELECT array_agg(ROW(t.comment_count, t.last_comment_at)::text ORDER BY t.id) FROM desk.ticket AS t WHERE t.id IN (:here, :there)),
    ARRAY[ROW(1, timestamptz '2020-03-02 00:00+00')::text, ROW(2, timestamptz '2020-03-01 00:00+00')::text],
    'many that move at once change places'
);

-- purges
DELETE FROM desk.comment WHERE id = :four;
SELECT is((SELECT t.comment_count::integer FROM desk.ticket AS t WHERE t.id = :here), 1, 'a deleted comment purged changes no count');
DELETE FROM desk.comment WHERE ticket_id = :there;
SELECT is((SELECT ROW(t.comment_count::integer, t.last_comment_at) FROM desk.ticket AS t WHERE t.id = :there), ROW(0, NULL::timestamptz), 'live ones purged do');
INSERT INTO desk.comment (ticket_id, author_agent_id, body) SELECT :there, :ada, n::text FROM generate_series(1, 20) AS n;
SELECT is((SELECT ROW(t.comment_count::integer, t.last_comment_at) FROM desk.ticket AS t WHERE t.id = :there), ROW(20, now()), 'and so do many that come at once');
SELECT is(
    (SELECT array_agg(e.changes ORDER BY e.id) FROM (
        SELECT e.id, e.changes FROM desk.event AS e WHERE e.entity = 'ticket' AND e.entity_id = :there ORDER BY e.id DESC LIMIT 2) AS e),
    ARRAY['{"comment_count": {"from": 18, "to": 19}}', '{"comment_count": {"from": 19, "to": 20}}']::jsonb[],
    'each is an event of the ticket'
);

-- a deleted ticket
SELECT is(
    (SELECT array_agg(test.refusal(s.statement) ORDER BY s.n)
       FROM (VALUES (1, format('INSERT INTO desk.comment (ticket_id, author_agent_id, body) VALUES (%s, %s, ''Hello'')', :deleted, :ada)),
                    (2, format('INSERT INTO desk.comment (ticket_id, author_agent_id, body, deleted_at) VALUES (%s, %s, ''Hello'', now())', :deleted, :ada)),
                    (3, format('UPDATE desk.comment SET body = ''New'' WHERE id = %s', :hidden)),
                    (4, format('UPDATE desk.comment SET visibility = ''internal'' WHERE id = %s', :hidden)),
                    (5, format('UPDATE desk.comment SET deleted_at = now() WHERE id = %s', :hidden)),
                    (6, format('UPDATE desk.comment SET ticket_id = %s WHERE id = %s', :here, :hidden)),
                    (7, format('UPDATE desk.comment SET ticket_id = %s WHERE id = %s', :deleted, :one)),
                    (8, format('DELETE FROM desk.comment WHERE id = %s', :hidden))) AS s (n, statement)),
    array_fill('TF409 ticket_deleted ticket_id'::text, ARRAY[8]), 'the comments of a deleted ticket rest, and none comes'
);
SELECT is(test.refusal(format('UPDATE desk.comment SET body = body WHERE id = %s', :hidden)), 'allowed', 'what changes nothing is no change');
SELECT is((SELECT t.comment_count::integer FROM desk.ticket AS t WHERE t.id = :deleted), 1, 'its count stays');

-- a client's comment
INSERT INTO desk.comment (ticket_id, author_client_id, body) VALUES (:here, :cleo, 'It burns') RETURNING id AS clients \gset
SELECT is(test.refusal(format('INSERT INTO desk.comment (ticket_id, author_client_id, body) VALUES (%s, %s, ''Hello'')', :doras, :cleo)),
          'TF422 comment_client_own_ticket ticket_id', 'a client does not write on another client''s ticket');
SELECT is(test.refusal(format('UPDATE desk.comment SET ticket_id = %s WHERE id = %s', :doras, :clients)),
          'TF422 comment_client_own_ticket ticket_id', 'and its comment does not move there');
SELECT is(test.refusal(format('UPDATE desk.comment SET author_client_id = %s WHERE id = %s', :dora, :clients)),
          'TF422 comment_client_own_ticket ticket_id', 'nor become another client''s');
SELECT is(test.refusal(format('UPDATE desk.comment SET author_client_id = %s, ticket_id = %s WHERE id = %s', :dora, :doras, :clients)), 'allowed',
          'but both at once it may');
SELECT is(test.refusal(format('UPDATE desk.comment SET author_agent_id = NULL, author_client_id = %s, visibility = ''public'' WHERE id = %s', :dora, :one)),
          'TF422 comment_client_own_ticket ticket_id', 'an agent''s comment does not become a client''s whose ticket it is not');
UPDATE desk.ticket SET client_id = :cleo WHERE id = :doras;
SELECT is(test.refusal(format('UPDATE desk.comment SET body = ''It burnt'', deleted_at = now() WHERE id = %s', :clients)), 'allowed',
          'what the former client wrote is edited and deleted');
SELECT is(test.refusal(format('UPDATE desk.comment SET deleted_at = NULL WHERE id = %s', :clients)), 'allowed', 'and restored');
SELECT is(
    (SELECT count(*) FROM desk.ticket AS t
      WHERE ROW(t.comment_count::integer, t.last_comment_at) IS DISTINCT FROM
            (SELECT ROW(count(*)::integer, max(c.created_at)) FROM desk.comment AS c WHERE c.ticket_id = t.id AND c.deleted_at IS NULL)),
    0::bigint, 'after all that every ticket has the count and time of its comments'
);
SELECT trigger_is('desk', 'comment', 'comment_keep_ticket', 'internal', 'comment_keep_ticket', 'it is a trigger of desk.comment');

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.comment_keep_ticket'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_owner'],
    'its owner alone may execute it'
);

SELECT * FROM finish();
ROLLBACK;
