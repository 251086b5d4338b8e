BEGIN;
SELECT plan(14);

SELECT test.agent('Ada') AS ada, test.agent('Ben') AS ben, test.agent('Idle', active => false) AS idle, test.agent('Gone') AS gone,
       test.client('Cleo') AS cleo, test.client('Left') AS left, test.client('Still') AS still \gset
SELECT test.ticket(:cleo) AS ticket, test.ticket(:left) AS of_left, test.ticket(:still) AS of_still \gset
SELECT test.comment(:ticket, :gone) AS comment \gset
INSERT INTO desk.comment (ticket_id, author_client_id, body) VALUES (:of_left, :left, 'It burns') RETURNING id AS clients \gset
UPDATE desk.ticket SET client_id = :cleo WHERE id = :of_left;
UPDATE desk.agent SET deleted_at = now() WHERE id = :gone;
UPDATE desk.client SET deleted_at = now() WHERE id = :left;
UPDATE desk.client SET active = false WHERE id = :still;

SELECT is(
    (SELECT array_agg(test.refusal(format('INSERT INTO desk.comment (ticket_id, author_agent_id, body) VALUES (%s, %s, ''Hello'')', :ticket, a.id)) ORDER BY a.n)
       FROM (VALUES (1, :ada), (2, :idle), (3, :gone), (4, 0)) AS a (n, id)),
    ARRAY['allowed', 'allowed', 'TF422 comment_author_not_found author_agent_id', 'TF422 comment_author_not_found author_agent_id'],
    'an agent who writes is live, if not active'
);
SELECT is(
    (SELECT array_agg(test.refusal(format('INSERT INTO desk.comment (ticket_id, author_client_id, body) VALUES (%s, %s, ''Hello'')', c.ticket_id, c.id)) ORDER BY c.n)
       FROM (VALUES (1, :ticket, :cleo), (2, :of_still, :still), (3, :of_left, :left), (4, :ticket, 0)) AS c (n, ticket_id, id)),
    ARRAY['allowed', 'allowed', 'TF422 comment_author_not_found author_client_id', 'TF422 comment_author_not_found author_client_id'],
    'a client who writes is live, if not active'
);
SELECT is(
    (SELECT array_agg(test.refusal(format('UPDATE desk.comment SET author_agent_id = %s WHERE id = %s', a.id, :comment)) ORDER BY a.n)
       FROM (VALUES (1, 0), (2, :gone), (3, :ben), (4, :gone)) AS a (n, id)),
    ARRAY['TF422 comment_author_not_found author_agent_id', 'allowed', 'allowed', 'TF422 comment_author_not_found author_agent_id'],
    'a comment is given to a live agent; the one it has may have gone'
);
SELECT is(test.refusal(format('UPDATE desk.comment SET author_agent_id = NULL, author_client_id = %s WHERE id = %s', :left, :comment)),
          'TF422 comment_author_not_found author_client_id', 'or to a live client');
SELECT is(test.refusal(format('UPDATE desk.comment SET author_agent_id = NULL, author_client_id = %s WHERE id = %s', :cleo, :comment)), 'allowed', 'who is there');
SELECT is(test.refusal(format('UPDATE desk.comment SET body = ''It burnt'' WHERE id = %s', :clients)), 'allowed', 'what somebody wrote who has gone is edited');
SELECT is(test.refusal(format('UPDATE desk.comment SET deleted_at = now() WHERE id = %s', :clients)), 'allowed', 'deleted');
SELECT is(test.refusal(format('UPDATE desk.comment SET deleted_at = NULL WHERE id = %s', :clients)), 'allowed', 'and restored');
SELECT is(test.refusal(format('INSERT INTO desk.comment (ticket_id, author_agent_id, body, deleted_at) VALUES (%s, %s, ''Hello'', now())', :ticket, :gone)),
          'TF422 comment_author_not_found author_agent_id', 'a comment that is made deleted has a live author too');
SELECT trigger_is('desk', 'comment', 'comment_check', 'internal', 'comment_check', 'it is a trigger of desk.comment');

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.comment_check'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_owner'],
    'its owner alone may execute it'
);

SELECT is(
    test.refusal(format(
        'INSERT INTO desk.comment (ticket_id, author_client_id, body, visibility) VALUES (%s, %s, %L, %L)', :ticket, :cleo, 'X', v.value
    )),
    v.refusal, format('a client''s comment that is %s: %s', v.value, v.refusal)
)
  FROM (VALUES ('public', 'allowed'), ('internal', '23514 comment_client_public'), ('secret', '23514 comment_visibility_known'))
    AS v (value, refusal);

SELECT * FROM finish();
ROLLBACK;
