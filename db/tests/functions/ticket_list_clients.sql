BEGIN;
SELECT plan(11);

SELECT test.agent('Ada') AS ada, test.client('Cleo') AS cleo, test.client('Dora') AS dora, test.client('Eve') AS eve \gset
SELECT test.organisation('Shared', true, :cleo, :dora) AS shared \gset
CREATE FUNCTION pg_temp.ask(client_id bigint) RETURNS bigint [] LANGUAGE sql SECURITY DEFINER AS
'SELECT internal.ticket_list_clients(internal.actor(), ask.client_id)';

SELECT test.enter_as(:ada);
SELECT is(pg_temp.ask(:eve), ARRAY[:eve]::bigint [], 'an agent looks for any client');
SELECT is(pg_temp.ask(0), ARRAY[0]::bigint [], 'even one who never was');
SELECT test.enter_as_client(:cleo);
SELECT is(pg_temp.ask(NULL), ARRAY[:cleo, :dora]::bigint [], 'a client for itself and its colleagues');
SELECT is(pg_temp.ask(:dora), ARRAY[:dora]::bigint [], 'or one of them');
SELECT is(pg_temp.ask(:cleo), ARRAY[:cleo]::bigint [], 'or itself');
SELECT is(pg_temp.ask(:eve), '{}'::bigint [], 'another client is left out');
SELECT test.enter_as_client(:eve);
SELECT is(pg_temp.ask(NULL), ARRAY[:eve]::bigint [], 'one without an organisation has itself');
SELECT test.leave();
UPDATE desk.permission SET roles = array_append(roles, 'client') WHERE name = 'see_unassigned_tickets';
SELECT test.enter_as_client(:eve);
SELECT is(pg_temp.ask(:cleo), ARRAY[:cleo]::bigint [], 'and looks for any where it sees tickets of no team');
SELECT test.leave();
UPDATE desk.permission SET roles = array_remove(roles, 'client') WHERE name = 'see_unassigned_tickets';
UPDATE desk.permission SET roles = array_append(roles, 'client') WHERE name = 'see_all_tickets';
SELECT test.enter_as_client(:eve);
SELECT is(pg_temp.ask(:cleo), ARRAY[:cleo]::bigint [], 'or all tickets');
SELECT test.leave();

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.ticket_list_clients'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal($$SELECT internal.ticket_list_clients(NULL, NULL)$$), '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
