-- Fills the database of django-helpdesk with TicketFirst's rows, which are in temporary tables of the same names.
-- A team is a queue and a group whose members may enter it; what is of no team is in a queue that all agents may enter.
INSERT INTO auth_user (id, username, first_name, last_name, email, password, is_staff, is_active, is_superuser, date_joined)
SELECT a.id, 'agent' || a.id, a.name, '', coalesce(a.email, ''), '!', true, a.active, a.role = 'admin', a.created_at
  FROM agent AS a;
INSERT INTO authtoken_token (key, created, user_id) SELECT 'bench-' || a.id, now(), a.id FROM agent AS a;
INSERT INTO helpdesk_usersettings (
    user_id, login_view_ticketlist, email_on_ticket_change, email_on_ticket_assign, tickets_per_page,
    use_email_as_submitter, ticket_respond_layout
)
SELECT a.id, true, false, false, 25, true, 'tabs' FROM agent AS a
    ON CONFLICT DO NOTHING;

INSERT INTO team (id, name) SELECT max(t.id) + 1, 'Everybody' FROM team AS t;
INSERT INTO team_member (team_id, agent_id)
SELECT t.id, a.id FROM team AS t CROSS JOIN agent AS a WHERE t.name = 'Everybody';

INSERT INTO auth_permission (name, content_type_id, codename)
SELECT 'Permission for queue: ' || t.name, c.id, 'queue_access_team-' || t.id
  FROM team AS t
  JOIN django_content_type AS c ON c.app_label = 'helpdesk' AND c.model = 'queue';
INSERT INTO auth_group (id, name) SELECT t.id, t.name FROM team AS t;
INSERT INTO auth_group_permissions (group_id, permission_id)
SELECT t.id, p.id FROM team AS t JOIN auth_permission AS p ON p.codename = 'queue_access_team-' || t.id;
INSERT INTO auth_user_groups (user_id, group_id) SELECT m.agent_id, m.team_id FROM team_member AS m;
INSERT INTO helpdesk_queue (
    id, title, slug, permission_name, allow_public_submission, allow_email_submission,
    enable_notifications_on_email_events, email_box_ssl
)
SELECT t.id, t.name, 'team-' || t.id, 'helpdesk.queue_access_team-' || t.id, false, false, false, false
  FROM team AS t;

INSERT INTO helpdesk_ticket (
    id, title, description, queue_id, assigned_to_id, submitter_email, created, modified, status, on_hold, priority,
    secret_key
)
SELECT t.id, t.subject, t.description, coalesce(t.team_id, (SELECT max(q.id) FROM team AS q)), t.agent_id,
       c.email, t.created_at, t.updated_at, 1, false, 3, gen_random_uuid()
  FROM ticket AS t
  JOIN client AS c ON c.id = t.client_id;
-- What it sorts by is a ticket's newest follow-up, so the newest comment gets the time of the ticket's last change.
INSERT INTO helpdesk_followup (id, ticket_id, date, title, comment, public, user_id)
SELECT c.id, c.ticket_id,
       t.updated_at - (row_number() OVER (PARTITION BY c.ticket_id ORDER BY c.id DESC) - 1) * interval '1 minute',
       t.subject, c.body, c.visibility = 'public', c.author_agent_id
  FROM comment AS c
  JOIN ticket AS t ON t.id = c.ticket_id;

DELETE FROM helpdesk_emailtemplate; -- nobody is to be written to
SELECT setval(pg_get_serial_sequence(s.name, 'id'), s.last)
  FROM (SELECT 'auth_user', max(id) FROM auth_user
        UNION ALL SELECT 'auth_group', max(id) FROM auth_group
        UNION ALL SELECT 'helpdesk_queue', max(id) FROM helpdesk_queue
        UNION ALL SELECT 'helpdesk_ticket', max(id) FROM helpdesk_ticket
        UNION ALL SELECT 'helpdesk_followup', max(id) FROM helpdesk_followup) AS s (name, last);
