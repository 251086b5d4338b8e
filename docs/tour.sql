-- A client and two agents. The superuser who calls is an administrator.
SELECT id, name, role FROM api.agent_create('Ada Lovelace', 'ada@desk.example', 'admin');
SELECT id, name, role FROM api.agent_create('Ben Bitdiddle', 'ben@desk.example');
SELECT id, name, email FROM api.client_create('Cleo Patra', 'cleo@client.example');

-- A ticket, its agent, and what is said on it.
SELECT id, subject, agent_id, version FROM api.ticket_create('Printer on fire', client_id => 1);
SELECT id, subject, agent_id, version FROM api.ticket_assign_agent(1, agent_id => 2);
SELECT id, body, visibility FROM api.comment_create(1, 'Which floor?', author_agent_id => 2);
SELECT id, body, visibility FROM api.comment_create(1, 'The third.', author_client_id => 1);

-- Rules have names, which say what is wrong with which field, to whoever asks.
\set VERBOSITY verbose
SELECT api.client_delete(1);
SELECT api.ticket_update(1, '{"subject": "Printer put out"}', if_version => 2);
UPDATE desk.ticket SET subject = E'two\nlines' WHERE id = 1;

-- Lists, a page at a time.
SELECT id, subject, comment_count, version FROM api.ticket_list(agent_id => 2, sort => '-updated_at', row_limit => 10);
\pset format unaligned
SELECT to_json(p) FROM api.comment_page(1, row_limit => 1) AS p;

-- Whoever changes a row, and however, it stands in the journal: here, a DBA's own UPDATE.
UPDATE desk.ticket SET subject = 'Printer put out' WHERE id = 1;
SELECT id, entity, action, version, changes FROM api.ticket_history(1, sort => '-id', row_limit => 2);

-- Gone and back.
SELECT id, version FROM api.ticket_delete(1);
SELECT id FROM api.ticket_get(1);
SELECT id, subject, version FROM api.ticket_restore(1);
