BEGIN;
SELECT plan(9);

SELECT test.agent('Ben') AS ben, test.client('Cleo') AS cleo, test.client('Dora') AS dora \gset
SELECT test.organisation('Two', true, :cleo, :dora) AS two, test.ticket(:cleo) AS ticket, test.ticket(:cleo) AS quiet \gset
INSERT INTO desk.comment (ticket_id, author_agent_id, body, visibility, created_at, deleted_at) VALUES
(:ticket, :ben, 'Public', 'public', '2020-01-01 00:00+00', NULL),
(:ticket, :ben, 'Taken back', 'public', '2020-01-02 00:00+00', '2020-01-03 00:00+00'),
(:ticket, :ben, 'Internal', 'internal', '2020-01-04 00:00+00', NULL),
(:quiet, :ben, 'Internal', 'internal', '2020-01-04 00:00+00', NULL);
CREATE FUNCTION pg_temp.view(id bigint) RETURNS jsonb LANGUAGE sql SECURITY DEFINER
AS 'SELECT to_jsonb(internal.ticket_client_view(t)) FROM desk.ticket AS t WHERE t.id = $1';
ALTER FUNCTION pg_temp.view OWNER TO ticketfirst_api;

SELECT is((SELECT row(t.comment_count::integer, t.last_comment_at) FROM desk.ticket AS t WHERE t.id = :ticket),
          row(2, '2020-01-04 00:00+00'::timestamptz), 'the table counts internal comments');
SELECT is(
    to_jsonb(internal.ticket_client_view(t)),
    to_jsonb(internal.ticket_staff_view(t)) || '{"comment_count": 1, "last_comment_at": "2020-01-01T00:00:00+00:00"}',
    'shows what the staff sees, but of comments only live, public ones'
)
  FROM desk.ticket AS t WHERE t.id = :ticket;
SELECT is(
    to_jsonb(internal.ticket_client_view(t)),
    to_jsonb(internal.ticket_staff_view(t)) || '{"comment_count": 0, "last_comment_at": null}',
    'without any, none'
)
  FROM desk.ticket AS t WHERE t.id = :quiet;
SELECT is((internal.ticket_client_view(NULL)).id, NULL, 'of nothing, nothing');
SELECT test.enter_as_client(:cleo);
SELECT is(pg_temp.view(:ticket) ->> 'comment_count', '1', 'the client counts one');
SELECT test.enter_as_client(:dora);
SELECT is(pg_temp.view(:ticket) ->> 'comment_count', '1', 'so does its colleague');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT pg_temp.view(%s)', :ticket)), '28000 actor_unknown', 'nobody counts nothing');
SELECT test.leave();

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.ticket_client_view'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal('SELECT internal.ticket_client_view(NULL)'), '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
