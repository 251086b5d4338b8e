BEGIN;
SELECT plan(26);

SELECT test.agent('Ada') AS ada, test.agent('Ben') AS ben, test.agent('Idle', active => false) AS idle, test.agent('Gone') AS gone,
       test.client('Cleo') AS cleo, test.client('Dora') AS dora, test.client('Still', active => false) AS still, test.client('Left') AS left \gset
SET LOCAL ticketfirst.clock = '2020-02-01 10:00+00';
SELECT test.ticket(:cleo, :ada) AS ticket, test.ticket(:cleo, :ada) AS deleted, test.ticket(:left) AS of_left, test.ticket(:cleo, :gone) AS of_gone \gset
UPDATE desk.ticket SET deleted_at = internal.clock() WHERE id IN (:deleted, :of_left, :of_gone);
UPDATE desk.agent SET deleted_at = internal.clock() WHERE id = :gone;
UPDATE desk.client SET deleted_at = internal.clock() WHERE id = :left;
SET LOCAL ticketfirst.clock = '';

-- All by hand, as a DBA would: the rules hold whichever way a ticket is written.
-- a deleted ticket rests
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('UPDATE desk.ticket SET %s WHERE id = %s', s.change, :deleted)))
       FROM (VALUES ('subject = ''New'''), ('description = ''New'''), ('agent_id = NULL'), (format('agent_id = %s', :ben)),
                    (format('client_id = %s', :dora)), ('comment_count = 7'), ('last_comment_at = now()'), ('created_at = now()'),
                    ('deleted_at = now()')) AS s (change)),
    ARRAY['TF409 ticket_deleted id'], 'a deleted ticket is not changed'
);
SELECT is(test.refusal(format('UPDATE desk.ticket SET subject = subject, deleted_at = deleted_at WHERE id = %s', :deleted)), 'allowed',
          'what changes nothing is no change');
SELECT is((SELECT count(*) FROM desk.event AS e WHERE e.ticket_id = :deleted), 2::bigint, 'nor an event');
SELECT is((SELECT t.version FROM desk.ticket AS t WHERE t.id = :deleted), 2, 'nor a version');
SELECT is(test.refusal(format('UPDATE desk.ticket SET deleted_at = NULL, subject = ''Back'' WHERE id = %s', :deleted)), 'allowed', 'it is restored');
SELECT is((SELECT ROW(t.version, t.subject::text) FROM desk.ticket AS t WHERE t.id = :deleted), ROW(3, 'Back'::text), 'and changed with that');
SELECT is(test.refusal(format('UPDATE desk.ticket SET deleted_at = now() WHERE id = %s', :deleted)), 'allowed', 'and deleted again');
SELECT is(
    (SELECT array_agg(concat_ws(' ', e.action, e.version) ORDER BY e.id) FROM desk.event AS e WHERE e.ticket_id = :deleted),
    ARRAY['create 1', 'delete 2', 'restore 3', 'delete 4'], 'as the journal says'
);

-- its client
SELECT is(
    (SELECT array_agg(test.refusal(format('INSERT INTO desk.ticket (client_id, subject) VALUES (%s, ''Printer'')', c.id)) ORDER BY c.n)
       FROM (VALUES (1, :cleo), (2, 0), (3, :left), (4, :still)) AS c (n, id)),
    ARRAY['allowed', 'TF422 ticket_client_not_found client_id', 'TF422 ticket_client_not_found client_id', 'TF422 ticket_client_inactive client_id'],
    'a new ticket is of a live, active client'
);
SELECT is(
    (SELECT array_agg(test.refusal(format('UPDATE desk.ticket SET client_id = %s WHERE id = %s', c.id, :ticket)) ORDER BY c.n)
       FROM (VALUES (1, '0'), (2, :'left'), (3, :'still'), (4, 'NULL'), (5, :'dora')) AS c (n, id)),
    ARRAY['TF422 ticket_client_not_found client_id', 'TF422 ticket_client_not_found client_id', 'TF422 ticket_client_inactive client_id',
          '23502 ticket_client_id_not_null client_id', 'allowed'],
    'and so is a ticket that goes to another'
);
UPDATE desk.client SET active = false WHERE id = :dora;
SELECT is(test.refusal(format('UPDATE desk.ticket SET subject = ''New'', client_id = client_id WHERE id = %s', :ticket)), 'allowed',
          'the client it has need not be active');
SELECT is(test.refusal(format('UPDATE desk.ticket SET deleted_at = NULL WHERE id = %s', :of_left)), 'TF409 ticket_client_deleted client_id',
          'a ticket of a deleted client is not restored');
SELECT is(test.refusal(format('UPDATE desk.ticket SET deleted_at = NULL, client_id = 0 WHERE id = %s', :of_left)),
          'TF422 ticket_client_not_found client_id', 'nor for a client who never was');
SELECT is(test.refusal(format('UPDATE desk.ticket SET deleted_at = NULL, client_id = %s WHERE id = %s', :cleo, :of_left)), 'allowed',
          'but for another client it is');
SELECT is(test.refusal(format('UPDATE desk.ticket SET deleted_at = NULL, client_id = %s WHERE id = %s', :still, :of_gone)), 'TF422 ticket_client_inactive client_id',
          'restoring is no way to link to a client who is not active');
UPDATE desk.ticket SET deleted_at = now() WHERE id = :ticket;
SELECT is(test.refusal(format('UPDATE desk.ticket SET deleted_at = NULL WHERE id = %s', :ticket)), 'allowed', 'a ticket of a client who is not active is restored');

-- its agent
SELECT is(
    (SELECT array_agg(test.refusal(format('INSERT INTO desk.ticket (client_id, subject, agent_id) VALUES (%s, ''Printer'', %s)', :cleo, a.id)) ORDER BY a.n)
       FROM (VALUES (1, :'ben'), (2, 'NULL'), (3, '0'), (4, :'gone'), (5, :'idle')) AS a (n, id)),
    ARRAY['allowed', 'allowed', 'TF422 ticket_agent_not_found agent_id', 'TF422 ticket_agent_not_found agent_id', 'TF422 ticket_agent_inactive agent_id'],
    'a new ticket is of a live, active agent, or of nobody'
);
SELECT is(
    (SELECT array_agg(test.refusal(format('UPDATE desk.ticket SET agent_id = %s WHERE id = %s', a.id, :ticket)) ORDER BY a.n)
       FROM (VALUES (1, '0'), (2, :'gone'), (3, :'idle'), (4, 'NULL'), (5, :'ben')) AS a (n, id)),
    ARRAY['TF422 ticket_agent_not_found agent_id', 'TF422 ticket_agent_not_found agent_id', 'TF422 ticket_agent_inactive agent_id', 'allowed', 'allowed'],
    'and so is a ticket that goes to another'
);
SELECT is(test.refusal(format('UPDATE desk.ticket SET deleted_at = NULL WHERE id = %s', :of_gone)), 'TF422 ticket_agent_not_found agent_id',
          'a ticket is not restored to an agent who has gone');
SELECT is(test.refusal(format('UPDATE desk.ticket SET deleted_at = NULL, agent_id = %s WHERE id = %s', :idle, :of_gone)), 'TF422 ticket_agent_inactive agent_id',
          'nor to one who is not active');
SELECT is(test.refusal(format('UPDATE desk.ticket SET deleted_at = NULL, agent_id = NULL WHERE id = %s', :of_gone)), 'allowed', 'to nobody it is');

-- a ticket may come in deleted, as an import of old ones does
INSERT INTO desk.ticket (client_id, agent_id, subject, deleted_at) VALUES (:left, :gone, 'Old', now()) RETURNING id AS old \gset
SELECT is((SELECT t.version FROM desk.ticket AS t WHERE t.id = :old), 1, 'a ticket may be made deleted');
SELECT is(test.refusal(format('UPDATE desk.ticket SET deleted_at = NULL WHERE id = %s', :old)), 'TF409 ticket_client_deleted client_id',
          'but is restored under the same rules');
SELECT is(
    test.refusal(format('UPDATE desk.ticket SET client_id = %s, deleted_at = now() WHERE id = %s', :left, :ticket)), 'TF422 ticket_client_not_found client_id',
    'not even with its deletion is a ticket linked to what has gone'
);
SELECT trigger_is('desk', 'ticket', 'ticket_check', 'internal', 'ticket_check', 'it is a trigger of desk.ticket');

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.ticket_check'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_owner'],
    'its owner alone may execute it'
);

SELECT * FROM finish();
ROLLBACK;
