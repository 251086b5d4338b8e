BEGIN;
SELECT plan(14);

SELECT test.agent('Ada') AS ada, test.agent('Ben') AS ben, test.agent('Idle', active => false) AS idle,
       test.agent('Gone') AS gone, test.client('Cleo') AS cleo \gset
UPDATE desk.agent SET deleted_at = now() WHERE id = :gone;
SELECT test.ticket(:cleo) AS ticket, test.ticket(:cleo) AS deleted \gset
UPDATE desk.ticket SET deleted_at = now() WHERE id = :deleted;

SELECT test.enter_as(:ada);
SELECT is((api.ticket_assign_agent(:ticket, :ben)).agent_id, :ben::bigint, 'returns the ticket with its new agent');
SELECT is((api.ticket_get(:ticket)).agent_id, :ben::bigint, 'and keeps it');
SELECT is((api.ticket_assign_agent(:ticket, :ben)).version, 2, 'the same agent again changes nothing');
SELECT is((api.ticket_assign_agent(:ticket, :ada, if_version => 2)).version, 3, 'goes on from the version seen');
SELECT is(
    (SELECT array_agg(e.changes ORDER BY e.id) FROM api.ticket_history(:ticket) AS e WHERE e.action = 'update'),
    ARRAY[
        jsonb_build_object('agent_id', jsonb_build_object('from', NULL, 'to', :ben)),
        jsonb_build_object('agent_id', jsonb_build_object('from', :ben, 'to', :ada))
    ],
    'each change is one event'
);

SELECT is(test.refusal(format('SELECT api.ticket_assign_agent(%s, %s, 1)', :ticket, :ben)),
          'TF412 ticket_version_stale if_version', 'refuses an older version');
SELECT is((api.ticket_get(:ticket)).agent_id, :ada::bigint, 'and changes nothing then');
SELECT is(test.refusal(format('SELECT api.ticket_assign_agent(%s, 0)', :ticket)),
          'TF422 ticket_agent_not_found agent_id', 'refuses an agent who does not exist');
SELECT is(test.refusal(format('SELECT api.ticket_assign_agent(%s, %s)', :ticket, :gone)),
          'TF422 ticket_agent_not_found agent_id', 'refuses a deleted agent');
SELECT is(test.refusal(format('SELECT api.ticket_assign_agent(%s, %s)', :ticket, :idle)),
          'TF422 ticket_agent_inactive agent_id', 'refuses an agent who is not active');
SELECT is(test.refusal(format('SELECT api.ticket_assign_agent(%s, NULL)', :ticket)),
          'TF422 ticket_agent_required agent_id', 'refuses to assign to nobody');
SELECT is(test.refusal(format('SELECT api.ticket_assign_agent(%s, %s)', :deleted, :ada)),
          'TF404 ticket_not_found id', 'a deleted ticket is not there');
SELECT is(test.refusal(format('SELECT api.ticket_assign_agent(0, %s)', :ada)),
          'TF404 ticket_not_found id', 'neither is one that never was');

SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.ticket_assign_agent(%s, %s)', :ticket, :ben)),
          '28000 actor_unknown', 'refuses nobody');

SELECT * FROM finish();
ROLLBACK;
