BEGIN;
SELECT plan(8);

SELECT test.agent('Ben') AS ben, test.client('Cleo') AS cleo, test.client('Dora') AS dora \gset
SELECT test.organisation('Two', true, :cleo, :dora) AS two, test.ticket(:cleo) AS ticket, test.ticket(:cleo) AS quiet \gset
INSERT INTO desk.comment (ticket_id, author_agent_id, body, visibility, created_at, deleted_at) VALUES
(:ticket, :ben, 'Public', 'public', '2020-01-01 00:00+00', NULL),
(:ticket, :ben, 'Taken back', 'public', '2020-01-02 00:00+00', '2020-01-03 00:00+00'),
(:ticket, :ben, 'Internal', 'internal', '2020-01-04 00:00+00', NULL),
(:quiet, :ben, 'Internal', 'internal', '2020-01-04 00:00+00', NULL);
SELECT test.service('Portal', 'portal') AS portal, test.service('Monitor', 'monitor') AS monitor \gset
-- Which of the two views somebody gets.
CREATE FUNCTION pg_temp.kind(ticket_id bigint, agent_id bigint, client_id bigint, service_id bigint) RETURNS text LANGUAGE sql AS $$
    SELECT concat_ws(
               ' ',
               CASE WHEN internal.ticket_view(t, a.actor) = internal.ticket_staff_view(t) THEN 'staff' END,
               CASE WHEN internal.ticket_view(t, a.actor) = internal.ticket_client_view(t) THEN 'client' END
           )
      FROM desk.ticket AS t
     CROSS JOIN (SELECT internal.actor_make(kind.agent_id, kind.client_id, kind.service_id) AS actor) AS a
     WHERE t.id = kind.ticket_id
$$;

SELECT is(pg_temp.kind(:ticket, v.agent_id, v.client_id, v.service_id), v.kind, v.who || ': ' || v.kind)
  FROM (VALUES
        (NULL::bigint, NULL::bigint, NULL::bigint, 'an administrator of the database', 'staff'), (:ben, NULL, NULL, 'an agent', 'staff'),
        (NULL, NULL, :monitor, 'a monitor', 'staff'), (NULL, :cleo, NULL, 'a client', 'client'),
        (NULL, NULL, :portal, 'a portal, which sees no internal comments', 'client'))
    AS v (agent_id, client_id, service_id, who, kind);
SELECT is(internal.ticket_view(t, NULL), internal.ticket_client_view(t), 'who has no sight gets the client''s')
  FROM desk.ticket AS t WHERE t.id = :ticket;

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.ticket_view'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal('SELECT internal.ticket_view(NULL, NULL)'), '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
