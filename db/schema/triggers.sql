-- Deploy ticketfirst:schema/triggers to pg
-- Which trigger fires where; within one moment they fire in the order of their names.
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE TRIGGER agent_check BEFORE UPDATE ON desk.agent
FOR EACH ROW EXECUTE FUNCTION internal.agent_check();
CREATE TRIGGER agent_key BEFORE INSERT OR UPDATE ON desk.agent
FOR EACH ROW EXECUTE FUNCTION internal.person_key();
CREATE TRIGGER agent_stamp BEFORE INSERT OR UPDATE ON desk.agent
FOR EACH ROW EXECUTE FUNCTION internal.row_stamp();
CREATE TRIGGER agent_journal AFTER INSERT OR UPDATE OR DELETE ON desk.agent
FOR EACH ROW EXECUTE FUNCTION internal.journal_write();
CREATE TRIGGER agent_truncate BEFORE TRUNCATE ON desk.agent
FOR EACH STATEMENT EXECUTE FUNCTION internal.truncate_refuse();
COMMENT ON TRIGGER agent_check ON desk.agent IS 'An agent with live tickets is not deactivated or deleted.';
COMMENT ON TRIGGER agent_key ON desk.agent IS 'Keeps name_key and email_key.';
COMMENT ON TRIGGER agent_stamp ON desk.agent IS 'Keeps version and updated_at.';
COMMENT ON TRIGGER agent_journal ON desk.agent IS 'Adds an event to the journal.';
COMMENT ON TRIGGER agent_truncate ON desk.agent IS 'TRUNCATE would leave no trace in the journal.';

CREATE TRIGGER client_check BEFORE UPDATE ON desk.client
FOR EACH ROW EXECUTE FUNCTION internal.client_check();
CREATE TRIGGER client_key BEFORE INSERT OR UPDATE ON desk.client
FOR EACH ROW EXECUTE FUNCTION internal.person_key();
CREATE TRIGGER client_stamp BEFORE INSERT OR UPDATE ON desk.client
FOR EACH ROW EXECUTE FUNCTION internal.row_stamp();
CREATE TRIGGER client_journal AFTER INSERT OR UPDATE OR DELETE ON desk.client
FOR EACH ROW EXECUTE FUNCTION internal.journal_write();
CREATE TRIGGER client_truncate BEFORE TRUNCATE ON desk.client
FOR EACH STATEMENT EXECUTE FUNCTION internal.truncate_refuse();
COMMENT ON TRIGGER client_check ON desk.client IS 'A client with live tickets is not deleted.';
COMMENT ON TRIGGER client_key ON desk.client IS 'Keeps name_key and email_key.';
COMMENT ON TRIGGER client_stamp ON desk.client IS 'Keeps version and updated_at.';
COMMENT ON TRIGGER client_journal ON desk.client IS 'Adds an event to the journal.';
COMMENT ON TRIGGER client_truncate ON desk.client IS 'TRUNCATE would leave no trace in the journal.';

CREATE TRIGGER team_check BEFORE UPDATE ON desk.team
FOR EACH ROW EXECUTE FUNCTION internal.team_check();
CREATE TRIGGER team_key BEFORE INSERT OR UPDATE ON desk.team
FOR EACH ROW EXECUTE FUNCTION internal.name_key();
CREATE TRIGGER team_stamp BEFORE INSERT OR UPDATE ON desk.team
FOR EACH ROW EXECUTE FUNCTION internal.row_stamp();
CREATE TRIGGER team_journal AFTER INSERT OR UPDATE OR DELETE ON desk.team
FOR EACH ROW EXECUTE FUNCTION internal.journal_write();
CREATE TRIGGER team_truncate BEFORE TRUNCATE ON desk.team
FOR EACH STATEMENT EXECUTE FUNCTION internal.truncate_refuse();
COMMENT ON TRIGGER team_check ON desk.team IS 'A team with live tickets is not deleted.';
COMMENT ON TRIGGER team_key ON desk.team IS 'Keeps name_key.';
COMMENT ON TRIGGER team_stamp ON desk.team IS 'Keeps version and updated_at.';
COMMENT ON TRIGGER team_journal ON desk.team IS 'Adds an event to the journal.';
COMMENT ON TRIGGER team_truncate ON desk.team IS 'TRUNCATE would leave no trace in the journal.';

CREATE TRIGGER organisation_check BEFORE UPDATE ON desk.organisation
FOR EACH ROW EXECUTE FUNCTION internal.organisation_check();
CREATE TRIGGER organisation_key BEFORE INSERT OR UPDATE ON desk.organisation
FOR EACH ROW EXECUTE FUNCTION internal.name_key();
CREATE TRIGGER organisation_stamp BEFORE INSERT OR UPDATE ON desk.organisation
FOR EACH ROW EXECUTE FUNCTION internal.row_stamp();
CREATE TRIGGER organisation_journal AFTER INSERT OR UPDATE OR DELETE ON desk.organisation
FOR EACH ROW EXECUTE FUNCTION internal.journal_write();
CREATE TRIGGER organisation_truncate BEFORE TRUNCATE ON desk.organisation
FOR EACH STATEMENT EXECUTE FUNCTION internal.truncate_refuse();
COMMENT ON TRIGGER organisation_check ON desk.organisation IS 'An organisation with members is not deleted.';
COMMENT ON TRIGGER organisation_key ON desk.organisation IS 'Keeps name_key.';
COMMENT ON TRIGGER organisation_stamp ON desk.organisation IS 'Keeps version and updated_at.';
COMMENT ON TRIGGER organisation_journal ON desk.organisation IS 'Adds an event to the journal.';
COMMENT ON TRIGGER organisation_truncate ON desk.organisation IS 'TRUNCATE would leave no trace in the journal.';

CREATE TRIGGER service_key BEFORE INSERT OR UPDATE ON desk.service
FOR EACH ROW EXECUTE FUNCTION internal.name_key();
CREATE TRIGGER service_stamp BEFORE INSERT OR UPDATE ON desk.service
FOR EACH ROW EXECUTE FUNCTION internal.row_stamp();
CREATE TRIGGER service_journal AFTER INSERT OR UPDATE OR DELETE ON desk.service
FOR EACH ROW EXECUTE FUNCTION internal.journal_write();
CREATE TRIGGER service_truncate BEFORE TRUNCATE ON desk.service
FOR EACH STATEMENT EXECUTE FUNCTION internal.truncate_refuse();
COMMENT ON TRIGGER service_key ON desk.service IS 'Keeps name_key.';
COMMENT ON TRIGGER service_stamp ON desk.service IS 'Keeps version and updated_at.';
COMMENT ON TRIGGER service_journal ON desk.service IS 'Adds an event to the journal.';
COMMENT ON TRIGGER service_truncate ON desk.service IS 'TRUNCATE would leave no trace in the journal.';

CREATE TRIGGER team_member_check BEFORE INSERT OR DELETE ON desk.team_member
FOR EACH ROW EXECUTE FUNCTION internal.team_member_check();
CREATE TRIGGER team_member_journal AFTER INSERT OR UPDATE OR DELETE ON desk.team_member
FOR EACH ROW EXECUTE FUNCTION internal.journal_write();
CREATE TRIGGER team_member_truncate BEFORE TRUNCATE ON desk.team_member
FOR EACH STATEMENT EXECUTE FUNCTION internal.truncate_refuse();
COMMENT ON TRIGGER team_member_check ON desk.team_member IS 'Who joins is live, and who leaves has no live tickets of the team.';
COMMENT ON TRIGGER team_member_journal ON desk.team_member IS 'Adds an event to the journal.';
COMMENT ON TRIGGER team_member_truncate ON desk.team_member IS 'TRUNCATE would leave no trace in the journal.';

CREATE TRIGGER organisation_member_check BEFORE INSERT ON desk.organisation_member
FOR EACH ROW EXECUTE FUNCTION internal.organisation_member_check();
CREATE TRIGGER organisation_member_journal AFTER INSERT OR UPDATE OR DELETE ON desk.organisation_member
FOR EACH ROW EXECUTE FUNCTION internal.journal_write();
CREATE TRIGGER organisation_member_truncate BEFORE TRUNCATE ON desk.organisation_member
FOR EACH STATEMENT EXECUTE FUNCTION internal.truncate_refuse();
COMMENT ON TRIGGER organisation_member_check ON desk.organisation_member IS 'Who joins is live, and in no other organisation.';
COMMENT ON TRIGGER organisation_member_journal ON desk.organisation_member IS 'Adds an event to the journal.';
COMMENT ON TRIGGER organisation_member_truncate ON desk.organisation_member IS 'TRUNCATE would leave no trace in the journal.';

CREATE TRIGGER permission_check BEFORE INSERT OR UPDATE ON desk.permission
FOR EACH ROW EXECUTE FUNCTION internal.permission_check();
COMMENT ON TRIGGER permission_check ON desk.permission IS 'The roles of a permission exist.';

CREATE TRIGGER ticket_check BEFORE INSERT OR UPDATE ON desk.ticket
FOR EACH ROW EXECUTE FUNCTION internal.ticket_check();
CREATE TRIGGER ticket_key BEFORE INSERT OR UPDATE OF subject, team_id, subject_key ON desk.ticket
FOR EACH ROW EXECUTE FUNCTION internal.subject_key();
CREATE TRIGGER ticket_stamp BEFORE INSERT OR UPDATE ON desk.ticket
FOR EACH ROW EXECUTE FUNCTION internal.row_stamp();
CREATE TRIGGER ticket_journal AFTER INSERT OR UPDATE OR DELETE ON desk.ticket
FOR EACH ROW EXECUTE FUNCTION internal.journal_write();
CREATE TRIGGER ticket_truncate BEFORE TRUNCATE ON desk.ticket
FOR EACH STATEMENT EXECUTE FUNCTION internal.truncate_refuse();
COMMENT ON TRIGGER ticket_check ON desk.ticket IS 'Links are to live, active rows; a deleted ticket rests.';
COMMENT ON TRIGGER ticket_key ON desk.ticket IS 'Keeps subject_key.';
COMMENT ON TRIGGER ticket_stamp ON desk.ticket IS 'Keeps version and updated_at.';
COMMENT ON TRIGGER ticket_journal ON desk.ticket IS 'Adds an event to the journal.';
COMMENT ON TRIGGER ticket_truncate ON desk.ticket IS 'TRUNCATE would leave no trace in the journal.';

CREATE TRIGGER comment_check BEFORE INSERT OR UPDATE ON desk.comment
FOR EACH ROW EXECUTE FUNCTION internal.comment_check();
CREATE TRIGGER comment_stamp BEFORE INSERT OR UPDATE ON desk.comment
FOR EACH ROW EXECUTE FUNCTION internal.row_stamp();
CREATE TRIGGER comment_journal AFTER INSERT OR UPDATE OR DELETE ON desk.comment
FOR EACH ROW EXECUTE FUNCTION internal.journal_write();
CREATE TRIGGER comment_keep_ticket AFTER INSERT OR UPDATE OR DELETE ON desk.comment
FOR EACH ROW EXECUTE FUNCTION internal.comment_keep_ticket();
CREATE TRIGGER comment_truncate BEFORE TRUNCATE ON desk.comment
FOR EACH STATEMENT EXECUTE FUNCTION internal.truncate_refuse();
COMMENT ON TRIGGER comment_check ON desk.comment IS 'The author is live.';
COMMENT ON TRIGGER comment_stamp ON desk.comment IS 'Keeps version and updated_at.';
COMMENT ON TRIGGER comment_journal ON desk.comment IS 'Adds an event to the journal.';
COMMENT ON TRIGGER comment_keep_ticket ON desk.comment IS 'Keeps comment_count and last_comment_at of the ticket, which is live.';
COMMENT ON TRIGGER comment_truncate ON desk.comment IS 'TRUNCATE would leave no trace in the journal.';

CREATE TRIGGER api_token_stamp BEFORE INSERT OR UPDATE ON desk.api_token
FOR EACH ROW EXECUTE FUNCTION internal.row_stamp();
COMMENT ON TRIGGER api_token_stamp ON desk.api_token IS 'Keeps version and updated_at.';

CREATE TRIGGER event_guard BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON desk.event
FOR EACH STATEMENT EXECUTE FUNCTION internal.journal_guard();
COMMENT ON TRIGGER event_guard ON desk.event IS 'The journal is append-only, and by triggers alone.';

COMMIT;
